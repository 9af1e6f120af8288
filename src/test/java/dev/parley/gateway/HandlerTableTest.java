package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.api.Budget;
import dev.parley.api.Handshake;
import dev.parley.api.Inbound;
import dev.parley.api.OnAdmission;
import dev.parley.api.OnConnect;
import dev.parley.api.OnDisconnect;
import dev.parley.api.OnEvent;
import dev.parley.api.Reply;
import dev.parley.api.Socket;
import dev.parley.api.User;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.TestSocket;
import jakarta.annotation.Priority;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandlerTableTest {

    private static final Validator VALIDATOR =
            Validation.buildDefaultValidatorFactory().getValidator();

    private final HandlerTable table = new HandlerTable("/chat");

    private void add(Object bean) {
        Mistakes mistakes = new Mistakes();
        table.add(bean, bean.getClass(), VALIDATOR, mistakes);
        mistakes.throwIfAny();
    }

    /** What is wrong with a gateway, a line each. */
    private List<String> mistakes(Object... beans) {
        Mistakes mistakes = new Mistakes();
        for (Object bean : beans) {
            table.add(bean, bean.getClass(), VALIDATOR, mistakes);
        }
        String message =
                assertThrows(IllegalArgumentException.class, mistakes::throwIfAny).getMessage();
        return message.lines()
                .skip(1)
                .map(line -> line.substring("  - ".length()))
                .sorted()
                .toList();
    }

    private static String here(String method, String what) {
        return HandlerTableTest.class.getName() + "$" + method + ": " + what;
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

    public static class Welcome {
        final List<String> heard;

        Welcome(List<String> heard) {
            this.heard = heard;
        }

        @OnConnect
        public void come(Socket socket) {
            heard.add("welcome");
        }

        @OnDisconnect
        public void go(Socket socket) {
            heard.add("farewell");
        }
    }

    @Priority(0)
    public static class First {
        final List<String> heard = new ArrayList<>();

        @OnConnect
        public void come(LocalSocket socket) {
            heard.add("greeting");
        }

        @OnDisconnect
        public void go(LocalSocket socket) {
            heard.add("gone");
        }
    }

    @Test
    void listenersAreCalledInTheOrderOfTheirPriorities() {
        First first = new First();
        add(new Welcome(first.heard));
        add(first);
        add(new Welcome(first.heard));
        table.connected(new TestSocket("s", "anna"));
        assertEquals(List.of("greeting", "welcome", "welcome"), first.heard);
        first.heard.clear();
        table.disconnected(new TestSocket("s", "anna"));
        assertEquals(List.of("gone", "farewell", "farewell"), first.heard);
    }

    public static class Again {
        @OnEvent("send_message")
        public void message() {}
    }

    @Test
    void anEventWithTwoHandlersNamesBoth() {
        assertEquals(
                List.of(
                        here(
                                "Again.message()",
                                "the event send_message of the namespace /chat already has the handler "
                                        + HandlerTableTest.class.getName()
                                        + "$Good.message(Payload, LocalSocket, Reply, Inbound)")),
                mistakes(new Good(), new Again()));
    }

    public record Unbindable(Thread thread, Runnable runnable) {}

    /** One mistake a method. */
    public static class Wrong {
        @OnEvent("hyphen-ated")
        public void hyphen() {}

        @OnEvent("two_payloads")
        public void twoPayloads(Payload first, Payload second) {}

        @OnEvent("two_sockets")
        public void twoSockets(Socket first, Socket second) {}

        @OnEvent("two_kinds_of_socket")
        public void bothSockets(Socket first, LocalSocket second) {}

        @OnEvent("text")
        public void text(String text, int number) {}

        @OnEvent("special_socket")
        public void special(TestSocket socket) {}

        @OnEvent("hidden")
        void hidden() {}

        @OnEvent("private")
        private void secret() {}

        @OnEvent("static")
        public static void fixed() {}

        @OnEvent("final")
        public final void unalterable() {}

        @OnEvent("unbindable")
        public void unbindable(Unbindable payload) {}

        @OnEvent({})
        public void nameless() {}

        @OnEvent("disconnect")
        public void reserved() {}

        @OnConnect
        public void come(User user) {}

        @OnDisconnect
        public void go() {}

        @OnAdmission
        public void judge(Handshake handshake, User user) {}

        @OnConnect
        protected void hiddenListener(Socket socket) {}
    }

    @Test
    void allMistakesAreReportedAtOnceWithClassAndMethod() {
        String proxied =
                "a handler must not be final, since the container puts a proxy in front of the bean";
        String unbindable = HandlerTableTest.class.getName() + "$Unbindable.";
        assertEquals(
                List.of(
                        here(
                                "Wrong.bothSockets(Socket, LocalSocket)",
                                "it has two parameters of the type LocalSocket"),
                        here(
                                "Wrong.come(User)",
                                "an @OnConnect or @OnDisconnect method takes a Socket and nothing else"),
                        here("Wrong.fixed()", "a handler must not be static"),
                        here(
                                "Wrong.go()",
                                "an @OnConnect or @OnDisconnect method takes a Socket and nothing else"),
                        here("Wrong.hidden()", "a handler must be public"),
                        here("Wrong.hiddenListener(Socket)", "a handler must be public"),
                        here("Wrong.hyphen()", "the event \"hyphen-ated\" must be in snake_case"),
                        here(
                                "Wrong.judge(Handshake, User)",
                                "an @OnAdmission method takes a User and a Handshake, in this order"),
                        here("Wrong.nameless()", "an @OnEvent method must name an event"),
                        here(
                                "Wrong.reserved()",
                                "the event disconnect is reserved by the client library, which never sends it"),
                        here("Wrong.secret()", "a handler must be public"),
                        here(
                                "Wrong.special(TestSocket)",
                                "it has a parameter of the unsupported type dev.parley.hub.TestSocket"),
                        here(
                                "Wrong.text(String, int)",
                                "it has a parameter of the unsupported type java.lang.String; "
                                        + "it has a parameter of the unsupported type int"),
                        here(
                                "Wrong.twoPayloads(Payload, Payload)",
                                "it has two payload parameters"),
                        here(
                                "Wrong.twoSockets(Socket, Socket)",
                                "it has two parameters of the type Socket"),
                        here("Wrong.unalterable()", proxied),
                        here(
                                "Wrong.unbindable(Unbindable)",
                                unbindable
                                        + "thread: unsupported payload type java.lang.Thread; "
                                        + unbindable
                                        + "runnable: unsupported payload type java.lang.Runnable")),
                mistakes(new Wrong()));
    }

    /** The compiler adds a bridge {@code handle(Object)} with the same annotations. */
    public abstract static class Generic<T> {
        @OnEvent("generic")
        public abstract void handle(T payload);
    }

    public static class Bridged extends Generic<Payload> {
        final List<String> heard = new ArrayList<>();

        @Override
        @OnEvent("generic")
        public void handle(Payload payload) {
            heard.add(payload.text());
        }
    }

    @Test
    void aBridgeIsNoSecondHandler() throws Throwable {
        Bridged bridged = new Bridged();
        add(bridged);
        table.find("generic").orElseThrow().call(null, null, new Payload("once"), null);
        assertEquals(List.of("once"), bridged.heard);
    }

    public interface Shared {
        @OnEvent("from_interface")
        default String shared() {
            return "shared";
        }
    }

    public static class Base {
        @OnEvent("from_base")
        public String inherited() {
            return "base";
        }

        @OnEvent("replaced")
        public String replaced() {
            return "base";
        }
    }

    public static class Derived extends Base implements Shared {
        @Override
        @OnEvent("replaced")
        public String replaced() {
            return "derived";
        }
    }

    @ParameterizedTest
    @CsvSource({"from_interface, shared", "from_base, base", "replaced, derived"})
    void handlersAreInherited(String event, String result) throws Throwable {
        add(new Derived());
        assertEquals(result, table.find(event).orElseThrow().call(null, null, null, null));
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
