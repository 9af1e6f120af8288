package dev.parley.publish;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.api.ErrorCode;
import dev.parley.api.Publication;
import dev.parley.api.RefusedException;
import dev.parley.api.Target;
import dev.parley.hub.ServerEvent;
import dev.parley.room.LocalRooms;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReservedEventsTest {

    private static final Target REALTIME = new Target.InNamespace("/realtime");

    /** Whoever may be reached by these may be in the chat. */
    private static final List<Target> CHAT =
            List.of(
                    new Target.Everyone(),
                    new Target.InNamespace("/"),
                    new Target.InNamespace("/chat"),
                    new Target.InRoom("r"),
                    new Target.OfUser(null, "u"),
                    new Target.OfUser("/chat", "u"),
                    new Target.OneConnection(null, "c"));

    private static void publish(Target target, String event) {
        ReservedEvents.refuse(new Publication(target, null, event, null));
    }

    private static void assertRefused(Target target, String event) {
        RefusedException e =
                assertThrows(RefusedException.class, () -> publish(target, event), "" + target);
        assertEquals(ErrorCode.INVALID_PAYLOAD, e.code());
        assertEquals("event", e.violations().get(0).field());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connect",
                "connect_error",
                "disconnect",
                "disconnecting",
                "newListener",
                "removeListener",
                "",
                " "
            })
    void whatTheClientLibraryEmitsByItselfIsRefusedEverywhere(String event) {
        assertRefused(REALTIME, event);
        CHAT.forEach(target -> assertRefused(target, event));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "new_message",
                "direct_message",
                "private_message",
                "message_edited",
                "message_deleted",
                "reaction",
                "room_closed",
                "room_created",
                "user_joined_room",
                "user_joined",
                "user_left_room",
                "user_left",
                "user_online",
                "user_offline",
                "user_typing",
                "message",
                "room_message",
                "joined",
                "recent_messages",
                "price_update",
                "new_block",
                "invited",
                "kicked",
                "message_pinned",
                "mention"
            })
    void nobodyForgesAnEventOfTheChatInEitherSpelling(String snake) {
        for (String event : List.of(snake, snake.replace('_', '-'))) {
            CHAT.forEach(target -> assertRefused(target, event));
            assertDoesNotThrow(() -> publish(REALTIME, event));
            assertDoesNotThrow(() -> publish(new Target.OnChannel("/realtime", "c"), event));
            assertDoesNotThrow(() -> publish(new Target.OfUser("/realtime", "u"), event));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "exception", "token-expiring", "disconnecting_reason"})
    void whatParleySendsInEveryNamespaceIsRefusedEverywhere(String event) {
        assertRefused(new Target.InNamespace("/orders"), event);
        assertRefused(REALTIME, event);
        CHAT.forEach(target -> assertRefused(target, event));
    }

    @ParameterizedTest
    @ValueSource(strings = {"connected", "pong"})
    void aNamespaceOfThePortalHasTheNamesThatParleyDoesNotSendThere(String event) {
        assertDoesNotThrow(() -> publish(new Target.InNamespace("/orders"), event));
        assertRefused(new Target.OnChannel("/realtime", "c"), event);
        CHAT.forEach(target -> assertRefused(target, event));
    }

    @Test
    void anEventThatParleySendsIsNotAmongThoseThatItDoesNotSendYet() {
        for (ServerEvent event : ServerEvent.values()) {
            assertTrue(ReservedEvents.NOT_SENT_YET.stream().noneMatch(event::isNamed), "" + event);
        }
    }

    @Test
    void aNameIsAtMostAHundredCharactersLong() {
        assertDoesNotThrow(() -> publish(REALTIME, "x".repeat(100)));
        assertRefused(REALTIME, "x".repeat(101));
    }

    @Test
    void whatARoomIsDependsOnTheNamespace() {
        assertEquals(new Target.InRoom("r"), LocalRooms.target("/", "r"));
        assertEquals(new Target.InRoom("r"), LocalRooms.target("/chat", "r"));
        assertEquals(new Target.OnChannel("/realtime", "r"), LocalRooms.target("/realtime", "r"));
        assertEquals(new Target.OnChannel("/orders", "r"), LocalRooms.target("/orders", "r"));
    }
}
