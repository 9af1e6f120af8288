package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.api.Budget;
import dev.parley.api.Inbound;
import dev.parley.api.OnConnect;
import dev.parley.api.OnDisconnect;
import dev.parley.api.OnEvent;
import dev.parley.api.Reply;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.TestSocket;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandlerTableTest {

    private static final Validator VALIDATOR =
            Validation.buildDefaultValidatorFactory().getValidator();

    private final HandlerTable table = new HandlerTable("/chat");

    private void add(Object bean) {
        table.add(bean, bean.getClass(), VALIDATOR);
    }

    public record Payload(String text) {}

    public static class Good {
        final List<String> heard = new ArrayList<>();

        @OnEvent({"send_message", "message"})
        public void message(Payload payload, LocalSocket socket, Reply reply, Inbound event) {}

        @OnEvent(value = "join_room", barrier = true, budget = Budget.SIGNALS)
        public void join() {}

        @OnConnect
        public void come(LocalSocket socket) {
            heard.add("+" + socket.id());
        }

        @OnDisconnect
        public void go(LocalSocket socket) {
            heard.add("-" + socket.id());
        }

        public void noHandler(String anything) {}
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "send_message",
                "send-message",
                "message",
                "join_room",
                "join-room",
            })
    void anEventIsFoundInBothSpellings(String event) {
        add(new Good());
        assertTrue(table.find(event).isPresent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "sendMessage", "send_message ", "SEND_MESSAGE", "noHandler", "come"})
    void whatNobodyHandlesIsNotFound(String event) {
        add(new Good());
        assertTrue(table.find(event).isEmpty());
    }

    @Test
    void aHandlerHasTheSettingsOfItsMethod() {
        add(new Good());
        assertTrue(table.find("join_room").orElseThrow().settings().barrier());
        assertEquals(Budget.SIGNALS, table.find("join_room").orElseThrow().settings().budget());
        assertFalse(table.find("message").orElseThrow().settings().barrier());
        assertEquals(Budget.EVENTS, table.find("message").orElseThrow().settings().budget());
    }

    @Test
    void onlyAHandlerWithAReplyRepliesItself() {
        add(new Good());
        assertTrue(table.find("message").orElseThrow().repliesItself());
        assertFalse(table.find("join_room").orElseThrow().repliesItself());
    }

    @Test
    void listenersHearOfSocketsThatComeAndGo() {
        Good good = new Good();
        add(good);
        table.connected(new TestSocket("s", "anna"));
        table.disconnected(new TestSocket("s", "anna"));
        assertEquals(List.of("+s", "-s"), good.heard);
    }

    public static class Again {
        @OnEvent("send_message")
        public void message() {}
    }

    @Test
    void anEventWithTwoHandlersStopsTheStart() {
        add(new Good());
        Again again = new Again();
        IllegalArgumentException failure =
                assertThrows(IllegalArgumentException.class, () -> add(again));
        assertEquals(
                "Event send_message of namespace /chat has two handlers", failure.getMessage());
    }

    public static class Hyphen {
        @OnEvent("send-message")
        public void message() {}
    }

    public static class TwoPayloads {
        @OnEvent("event")
        public void handle(Payload first, Payload second) {}
    }

    public static class TwoSockets {
        @OnEvent("event")
        public void handle(LocalSocket first, LocalSocket second) {}
    }

    public static class Text {
        @OnEvent("event")
        public void handle(String text) {}
    }

    public static class SpecialSocket {
        @OnEvent("event")
        public void handle(TestSocket socket) {}
    }

    static Stream<Object> wrong() {
        return Stream.of(
                new Hyphen(), new TwoPayloads(), new TwoSockets(), new Text(), new SpecialSocket());
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void aHandlerThatCannotWorkStopsTheStart(Object bean) {
        assertThrows(IllegalArgumentException.class, () -> add(bean));
    }

    public static class Broken {
        @OnConnect
        public void come(LocalSocket socket) {
            throw new IllegalArgumentException("broken");
        }
    }

    @Test
    void aListenerThatFailsIsNamed() {
        add(new Broken());
        TestSocket socket = new TestSocket("s", "anna");
        IllegalStateException failure =
                assertThrows(IllegalStateException.class, () -> table.connected(socket));
        assertTrue(failure.getMessage().contains("come"), failure.getMessage());
        assertEquals("broken", failure.getCause().getMessage());
    }
}
