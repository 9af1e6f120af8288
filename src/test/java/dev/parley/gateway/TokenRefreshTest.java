package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.parley.api.ErrorCode;
import dev.parley.api.Handshake;
import dev.parley.api.Inbound;
import dev.parley.api.RefusedException;
import dev.parley.api.User;
import dev.parley.config.TestSettings;
import dev.parley.flow.ManualClock;
import dev.parley.hub.Admission;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Namespace;
import dev.parley.hub.NamespaceHandler;
import dev.parley.hub.RightsReview;
import dev.parley.hub.TestSocket;
import dev.parley.security.AuthenticationException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class TokenRefreshTest {

    private static final Instant LATER = Instant.parse("2040-01-01T00:00:00Z");

    private final ManualClock clock = new ManualClock();
    private final List<User> judgedByNamespace = new ArrayList<>();
    private final List<User> judgedByReview = new ArrayList<>();
    private final CompletableFuture<Void> review = new CompletableFuture<>();
    private final TestSocket socket = new TestSocket("s", "anna", new Namespace("/x", new Door()));
    private final User before = socket.user();
    private final CompletableFuture<User> admitted = new CompletableFuture<>();
    private RefusedException closed;

    private final TokenRefresh refresh =
            new TokenRefresh(
                    new Admission() {
                        @Override
                        public CompletionStage<User> admit(String token) {
                            return admitted;
                        }
                    },
                    List.<RightsReview>of(
                            (socket, renewed) -> {
                                judgedByReview.add(renewed);
                                return review;
                            }),
                    new TokenWatch(clock.timers(), clock::instant, TestSettings.with()));

    private final CompletableFuture<TokenRefresh.Refreshed> answer =
            refresh.refresh(socket, new TokenRefresh.Request("secret")).toCompletableFuture();

    /** A namespace that only judges who comes. */
    private final class Door implements NamespaceHandler {
        @Override
        public void admit(User user, Handshake handshake) {
            judgedByNamespace.add(user);
            if (closed != null) {
                throw closed;
            }
        }

        @Override
        public void onConnect(LocalSocket socket) {}

        @Override
        public void onMalformed(LocalSocket socket) {}

        @Override
        public void onDisconnect(LocalSocket socket) {}

        @Override
        public boolean isBarrier(String event) {
            return false;
        }

        @Override
        public void onEvent(LocalSocket s, Inbound event, Acknowledgement ack, Runnable ended) {}
    }

    private static User user(String id) {
        return new User(id, "Anna B", Set.of("editors"), Instant.EPOCH, LATER, false);
    }

    private ErrorCode refusal() {
        try {
            answer.join();
            throw new AssertionError("it was not refused");
        } catch (CompletionException e) {
            return ((RefusedException) e.getCause()).code();
        }
    }

    @Test
    void aNewTokenCountsOnceEverythingIsJudgedByIt() {
        User renewed = user("anna");
        admitted.complete(renewed);
        assertFalse(answer.isDone());
        assertSame(before, socket.user());
        review.complete(null);
        assertEquals("2040-01-01T00:00:00.000Z", answer.join().expiresAt());
        assertSame(renewed, socket.user());
        assertEquals(List.of(renewed), judgedByNamespace);
        assertEquals(List.of(renewed), judgedByReview);
    }

    @Test
    void theTokenOfSomebodyElseIsInvalid() {
        review.complete(null);
        admitted.complete(user("ben"));
        assertEquals(ErrorCode.INVALID_TOKEN, refusal());
        assertSame(before, socket.user());
    }

    @Test
    void anAnonymousUserIsSomebodyElse() {
        review.complete(null);
        admitted.complete(User.anonymous("1"));
        assertEquals(ErrorCode.INVALID_TOKEN, refusal());
    }

    @Test
    void aTokenThatHasEndedIsRefusedAsExpired() {
        admitted.completeExceptionally(
                new AuthenticationException("TOKEN_EXPIRED", "Invalid", "old"));
        assertEquals(ErrorCode.TOKEN_EXPIRED, refusal());
        assertSame(before, socket.user());
    }

    @Test
    void whereKeysOrDatabaseDoNotAnswerTheClientIsToldToTryAgain() {
        Logger log = Logger.getLogger(Admission.class.getName());
        log.setLevel(Level.OFF);
        try {
            admitted.completeExceptionally(new IllegalStateException("no database"));
            assertEquals(ErrorCode.UNAVAILABLE, refusal());
        } finally {
            log.setLevel(null);
        }
        assertSame(before, socket.user());
    }

    @Test
    void whomTheNamespaceWouldNotLetInKeepsTheOldToken() {
        review.complete(null);
        closed = new RefusedException(ErrorCode.ACCESS_DENIED);
        admitted.complete(user("anna"));
        assertEquals(ErrorCode.ACCESS_DENIED, refusal());
        assertSame(before, socket.user());
    }

    @Test
    void aReviewThatFailsLeavesTheOldToken() {
        admitted.complete(user("anna"));
        review.completeExceptionally(RefusedException.retry(ErrorCode.UNAVAILABLE, 1));
        assertEquals(ErrorCode.UNAVAILABLE, refusal());
        assertSame(before, socket.user());
    }

    @Test
    void aRequestDoesNotShowItsToken() {
        assertFalse(new TokenRefresh.Request("secret").toString().contains("secret"));
    }
}
