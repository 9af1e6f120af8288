package dev.parley.chat;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.api.User;
import dev.parley.config.Settings;
import dev.parley.config.TestSettings;
import dev.parley.gateway.RateLimiter;
import dev.parley.hub.TestSocket;
import org.junit.jupiter.api.Test;

class AnnouncementsTest {

    private static final User ANNA = TestSocket.user("anna");

    private static Announcements with(String... settings) {
        Settings read = TestSettings.with(settings);
        return new Announcements(read, new RateLimiter(read));
    }

    private static ErrorCode refusal(Announcements announcements) {
        return assertThrows(RefusedException.class, () -> announcements.requireMessage(ANNA))
                .code();
    }

    @Test
    void aUserMayReachEverybodyOnlySoOften() {
        Announcements announcements = with("parley.broadcast.limit", "2");
        assertDoesNotThrow(() -> announcements.requireMessage(ANNA));
        assertTrue(announcements.allowRoom(ANNA));
        assertEquals(ErrorCode.RATE_LIMITED, refusal(announcements));
        assertFalse(announcements.allowRoom(ANNA));
    }

    @Test
    void eachOfThemCanBeSwitchedOff() {
        Announcements silent = with("parley.broadcast.messages", "false");
        assertEquals(ErrorCode.ACCESS_DENIED, refusal(silent));
        assertTrue(silent.allowRoom(ANNA));
        Announcements secret = with("parley.broadcast.rooms", "false");
        assertFalse(secret.allowRoom(ANNA));
        assertDoesNotThrow(() -> secret.requireMessage(ANNA));
    }
}
