package dev.parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.history.StoredMessage;
import dev.parley.history.Tally;
import dev.parley.history.UserName;
import dev.parley.hub.Naming;
import dev.parley.hub.ServerEvent;
import dev.parley.hub.TestSocket;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MessageEventsTest {

    private static MessageEvents edited(String clientMessageId, Tally... reactions) {
        return new MessageEvents(
                ServerEvent.MESSAGE_EDITED,
                new StoredMessage(
                        new StoredMessage.Place("m", "room", 1, 5),
                        new UserName("anna", "Anna"),
                        new StoredMessage.Content("text", clientMessageId, null, null),
                        new StoredMessage.Status(0, 9L, false),
                        List.of(reactions)));
    }

    private static TestSocket of(String userId) {
        return new TestSocket("socket", userId);
    }

    private static String json(MessageEvents events, String userId, Naming naming) {
        return events.apply(of(userId)).text(naming).arguments().get(0);
    }

    @Test
    void whoSeesTheSameSharesARendition() {
        MessageEvents events = edited("c1");
        assertSame(events.apply(of("ben")), events.apply(of("carl")));
    }

    @Test
    void onlyTheAuthorSeesTheClientMessageId() {
        MessageEvents events = edited("c1");
        assertNotSame(events.apply(of("anna")), events.apply(of("ben")));
        assertTrue(json(events, "anna", Naming.SNAKE).contains("\"clientMessageId\":\"c1\""));
        assertFalse(json(events, "ben", Naming.SNAKE).contains("c1"));
    }

    @Test
    void whereTheClientGaveNoIdTheAuthorSeesWhatAllSee() {
        MessageEvents events = edited(null);
        assertSame(events.apply(of("anna")), events.apply(of("ben")));
    }

    @Test
    void whoReactedSeesSo() {
        MessageEvents events = edited(null, new Tally("👍", 7, Set.of("ben", "carl")));
        assertSame(events.apply(of("ben")), events.apply(of("carl")));
        assertTrue(
                json(events, "ben", Naming.SNAKE)
                        .contains("{\"count\":7,\"emoji\":\"👍\",\"mine\":true}"));
        assertTrue(
                json(events, "dora", Naming.KEBAB)
                        .contains("{\"count\":7,\"emoji\":\"👍\",\"mine\":false}"));
    }

    @Test
    void whoReactedOtherwiseSeesAnotherRendition() {
        MessageEvents events =
                edited(null, new Tally("👍", 1, Set.of("ben")), new Tally("🎉", 1, Set.of("carl")));
        assertEquals(
                3,
                Set.of(events.apply(of("ben")), events.apply(of("carl")), events.apply(of("dora")))
                        .size());
    }

    @Test
    void theNameFollowsTheNaming() {
        MessageEvents events = edited(null);
        assertEquals("message_edited", events.apply(of("ben")).text(Naming.SNAKE).name());
        assertEquals("message-edited", events.apply(of("ben")).text(Naming.KEBAB).name());
    }
}
