package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.parley.api.Dismissal;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketTest {

    private final TestSocket socket = new TestSocket("s", "anna");

    @Test
    void whoIsDismissedIsToldWhyAndNotToComeBack() {
        socket.dismiss(Dismissal.TOKEN_REVOKED);
        assertEquals(
                List.of("disconnecting_reason {\"code\":\"TOKEN_REVOKED\",\"reconnect\":false}"),
                socket.received());
        assertFalse(socket.isConnected());
    }

    @Test
    void aKebabClientIsToldInKebab() {
        socket.learnNaming("join-room");
        socket.dismiss(Dismissal.DISCONNECTED);
        assertEquals(
                List.of("disconnecting-reason {\"code\":\"DISCONNECTED\",\"reconnect\":false}"),
                socket.received());
    }
}
