package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.api.User;
import dev.parley.config.TestSettings;
import dev.parley.flow.Ending;
import dev.parley.flow.ManualClock;
import dev.parley.hub.TestSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TokenWatchTest {

    private static final Duration WARN = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final ManualClock clock = new ManualClock();
    private final TokenWatch watch = watch("mp.jwt.verify.clock.skew", "0");
    private final TestSocket socket = new TestSocket("s", "anna");

    private TokenWatch watch(String... more) {
        return new TokenWatch(clock.timers(), clock::instant, TestSettings.with(more));
    }

    private void tokenUntil(Instant end) {
        socket.refresh(new User("anna", "Anna", Set.of(), Instant.EPOCH, end, false));
    }

    private void tokenFor(Duration time) {
        tokenUntil(clock.instant().plus(time));
    }

    @Test
    void theClientIsWarnedOnceAsLongBeforeTheEndAsIsConfigured() {
        tokenFor(Duration.ofMinutes(10));
        watch.follow(socket);
        clock.advance(Duration.ofMinutes(10).minus(WARN).minusMillis(1));
        assertEquals(List.of(), socket.received());
        clock.advance(Duration.ofMillis(1));
        List<String> warning =
                List.of("token_expiring {\"expiresAt\":\"1970-01-01T00:10:00.000Z\"}");
        assertEquals(warning, socket.received());
        clock.advance(WARN);
        assertEquals(warning, socket.received());
    }

    @Test
    void aTokenThatEndsSoonIsWarnedOfAtOnce() {
        tokenFor(Duration.ofSeconds(5));
        watch.follow(socket);
        assertEquals(
                List.of("token_expiring {\"expiresAt\":\"1970-01-01T00:00:05.000Z\"}"),
                socket.received());
    }

    @Test
    void theConnectionIsClosedAfterTheGraceAndNotBefore() {
        tokenFor(Duration.ofMinutes(10));
        watch.follow(socket);
        clock.advance(Duration.ofMinutes(10).plus(GRACE).minusMillis(1));
        assertNull(socket.ending());
        clock.advance(Duration.ofMillis(1));
        assertEquals(Ending.TOKEN_EXPIRED, socket.ending());
        assertEquals(0, clock.waiting());
    }

    @Test
    void aTokenIsOverFromItsEndOn() {
        tokenFor(Duration.ofSeconds(10));
        clock.advance(Duration.ofSeconds(10).minusMillis(1));
        assertFalse(watch.isOver(socket));
        clock.advance(Duration.ofMillis(1));
        assertTrue(watch.isOver(socket));
    }

    @Test
    void aTokenThatWouldBeLetInForTheSkewOfClocksIsNotOverEither() {
        TokenWatch lenient = watch("mp.jwt.verify.clock.skew", "20");
        tokenFor(Duration.ofSeconds(10));
        lenient.follow(socket);
        clock.advance(Duration.ofSeconds(29));
        assertFalse(lenient.isOver(socket));
        clock.advance(Duration.ofSeconds(1));
        assertTrue(lenient.isOver(socket));
        clock.advance(GRACE.minusMillis(1));
        assertNull(socket.ending());
        clock.advance(Duration.ofMillis(1));
        assertEquals(Ending.TOKEN_EXPIRED, socket.ending());
    }

    @Test
    void aNewTokenIsWarnedOfAtItsOwnTime() {
        tokenFor(Duration.ofMinutes(2));
        watch.follow(socket);
        clock.advance(Duration.ofMinutes(2));
        tokenFor(Duration.ofMinutes(5));
        watch.renewed(socket);
        assertFalse(watch.isOver(socket));
        clock.advance(Duration.ofMinutes(5).minus(WARN).minusMillis(1));
        assertEquals(1, socket.received().size());
        assertNull(socket.ending());
        clock.advance(Duration.ofMillis(1));
        assertEquals(2, socket.received().size());
        assertEquals(1, clock.waiting());
    }

    @Test
    void aNewTokenThatEndsEarlierEndsEarlier() {
        tokenFor(Duration.ofHours(5));
        watch.follow(socket);
        tokenFor(Duration.ofMinutes(2));
        watch.renewed(socket);
        clock.advance(Duration.ofMinutes(2).plus(GRACE));
        assertEquals(Ending.TOKEN_EXPIRED, socket.ending());
    }

    @Test
    void aTokenOfThousandsOfYearsIsFollowedLikeAnyOther() {
        tokenUntil(Instant.parse("9999-12-31T23:59:59Z"));
        watch.follow(socket);
        clock.advance(Duration.ofDays(40));
        assertEquals(List.of(), socket.received());
        assertEquals(1, clock.waiting());
        tokenFor(Duration.ofDays(40));
        clock.advance(Duration.ofDays(41));
        assertEquals(Ending.TOKEN_EXPIRED, socket.ending());
    }

    @Test
    void anAnonymousUserHasNoEnd() {
        TestSocket anonymous = new TestSocket("a", User.anonymous("1"));
        watch.follow(anonymous);
        assertFalse(watch.isOver(anonymous));
        assertEquals(0, clock.waiting());
        assertEquals(0, watch.size());
    }

    @Test
    void aSocketThatHasGoneLeavesNoTimer() {
        tokenFor(Duration.ofMinutes(2));
        watch.follow(socket);
        watch.forget(socket);
        watch.renewed(socket);
        assertEquals(0, clock.waiting());
        assertEquals(0, watch.size());
    }

    /** A connection that is being closed holds its own locks then, and waits for the watch. */
    @Test
    void aWarningIsSentWithoutALock() {
        tokenFor(Duration.ofSeconds(5));
        socket.onEmit(
                () ->
                        CompletableFuture.runAsync(() -> watch.forget(socket))
                                .orTimeout(20, TimeUnit.SECONDS)
                                .join());
        watch.follow(socket);
        assertEquals(1, socket.received().size());
    }
}
