package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.api.Ack;
import dev.parley.api.Budget;
import dev.parley.api.ErrorCode;
import dev.parley.api.Inbound;
import dev.parley.api.OnConnect;
import dev.parley.api.OnDisconnect;
import dev.parley.api.OnEvent;
import dev.parley.api.RefusedException;
import dev.parley.api.Reply;
import dev.parley.api.User;
import dev.parley.config.Settings;
import dev.parley.config.TestSettings;
import dev.parley.flow.Ending;
import dev.parley.flow.ManualClock;
import dev.parley.hub.Json;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.TestSocket;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.bind.JsonbException;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DispatcherTest {

    private static final int MOST_BLOCKING = 2;
    private static final Logger LOG = Logger.getLogger(ErrorReply.class.getName());
    private static final Logger DISPATCHER_LOG = Logger.getLogger(Dispatcher.class.getName());
    private static final int LIMIT = 3;
    private static final int REJOINS = 5;
    private static final long WINDOW = 1_000_000_000;

    private final Gate gate = new Gate();
    private final AtomicLong now = new AtomicLong();
    private final TestSocket socket = new TestSocket("s", "anna");
    private final List<Object> acks = new ArrayList<>();
    private final List<LogRecord> logged = new ArrayList<>();
    private int ended;

    /** What waits for a thread on which it may block. */
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    private final Executor pool = waiting::add;
    private final ManualClock clock = new ManualClock();

    private Dispatcher dispatcher = dispatcher();

    /** What the events of the tests call. */
    public static class Gate {
        final CompletableFuture<Object> later = new CompletableFuture<>();
        Reply reply;
        int signals;
        List<Object> seen;

        public record Payload(@NotNull(message = "is missing") String text) {}

        @OnEvent("echo")
        public Map<String, String> echo(Payload payload) {
            return Map.of("text", payload.text());
        }

        @OnEvent("parts")
        public void parts(Inbound event, Payload payload, LocalSocket from) {
            seen = List.of(event.name(), payload.text(), from.id());
        }

        @OnEvent("nothing")
        public Object nothing() {
            return null;
        }

        @OnEvent("both")
        public Ack both() {
            return new Ack(Map.of("roomId", 1), () -> Map.of("room", 1));
        }

        @OnEvent("refused")
        public void refused() {
            throw new RefusedException(ErrorCode.ACCESS_DENIED, "Not here");
        }

        @OnEvent("broken")
        public void broken() {
            throw new IllegalStateException("secret");
        }

        @OnEvent("fatal")
        public void fatal() {
            throw new StackOverflowError("secret");
        }

        @OnEvent("busy")
        public void busy() {
            throw new RejectedExecutionException("full");
        }

        @OnEvent("later")
        public CompletionStage<Object> later() {
            return later;
        }

        @OnEvent("reply")
        public void reply(Reply given) {
            reply = given;
        }

        public record Join(Long since) implements Resumable {
            @Override
            public boolean resumes() {
                return since != null;
            }
        }

        @OnEvent("join")
        public String join(Join payload) {
            return "joined";
        }

        @OnEvent(value = "signal", budget = Budget.SIGNALS)
        public void signal() {
            signals++;
        }

        @OnEvent(value = "alone", barrier = true)
        public void alone() {}

        static final ErrorCode OUT_OF_STOCK = ErrorCode.of("OUT_OF_STOCK", "Out of stock", 409);

        @OnEvent(value = "slow", blocking = true)
        public String slow(Payload payload) {
            if (payload.text().equals("tea")) {
                throw new RefusedException(OUT_OF_STOCK);
            }
            if (payload.text().equals("mud")) {
                throw RefusedException.invalid("text", "is not a drink");
            }
            return "slow " + payload.text();
        }

        @OnConnect
        public void come(LocalSocket who) {
            if (who.id().equals("unwanted")) {
                throw new IllegalStateException("unwanted");
            }
        }

        @OnDisconnect
        public void go(LocalSocket who) {
            throw new IllegalStateException("always");
        }
    }

    private final Handler memory =
            new Handler() {
                @Override
                public void publish(LogRecord entry) {
                    logged.add(entry);
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    @BeforeEach
    void listenToTheLog() {
        for (Logger logger : List.of(LOG, DISPATCHER_LOG)) {
            logger.addHandler(memory);
            logger.setUseParentHandlers(false);
        }
    }

    @AfterEach
    void leaveTheLog() {
        for (Logger logger : List.of(LOG, DISPATCHER_LOG)) {
            logger.removeHandler(memory);
            logger.setUseParentHandlers(true);
        }
    }

    private Dispatcher dispatcher(String... settings) {
        HandlerTable table = new HandlerTable("/chat");
        Mistakes mistakes = new Mistakes();
        Validator validator = Validation.buildDefaultValidatorFactory().getValidator();
        table.add(gate, Gate.class, validator, mistakes);
        table.add(new TokenRefresh(null, List.of(), null), TokenRefresh.class, validator, mistakes);
        mistakes.throwIfAny();
        Settings read = TestSettings.with(settings);
        return new Dispatcher(
                table,
                new RateLimiter(
                        new RateLimiter.Limits(LIMIT, REJOINS, LIMIT, LIMIT), WINDOW, now::get),
                new TokenWatch(clock.timers(), clock::instant, read),
                new BlockingHandlers(pool, Runnable::run, MOST_BLOCKING),
                new HandlerTransactions(new TestTransaction()),
                read);
    }

    private void send(String name, String json, boolean ackWanted) {
        List<JsonValue> data = Json.read("[" + json + "]").asJsonArray();
        dispatcher.onEvent(socket, new Inbound(name, data, ackWanted), acks::add, () -> ended++);
    }

    private void ask(String name, String json) {
        send(name, json, true);
    }

    private void tell(String name, String json) {
        send(name, json, false);
    }

    /** The acknowledgements, as JSON. */
    private JsonArray acks() {
        return Json.read(Json.write(acks)).asJsonArray();
    }

    private JsonObject ack() {
        assertEquals(1, acks.size());
        return Json.object(acks.get(0));
    }

    private static JsonValue json(String text) {
        return Json.read(text.replace('\'', '"'));
    }

    /** An event that the socket has received. */
    private JsonObject received(int index, String name) {
        String text = socket.received().get(index);
        assertTrue(text.startsWith(name + " "), text);
        return Json.read(text.substring(name.length() + 1)).asJsonObject();
    }

    private void assertEndedOnceWithNothingElse() {
        assertEquals(1, ended);
        assertEquals(List.of(), socket.received());
    }

    @Test
    void aBlockingHandlerIsCalledOnAThreadOfThePool() {
        ask("slow", "{\"text\":\"a\"}");
        assertEquals(List.of(), acks);
        assertEquals(0, ended);
        waiting.remove().run();
        assertEquals(List.of("slow a"), acks);
        assertEquals(1, ended);
    }

    @Test
    void aPayloadThatDoesNotFitWaitsForNoThread() {
        ask("slow", "{\"text\":5}");
        assertTrue(waiting.isEmpty());
        assertEquals("INVALID_PAYLOAD", ((Map<?, ?>) acks.get(0)).get("code"));
    }

    @Test
    void aFullPoolIsToldAsUnavailable() {
        for (int i = 0; i <= MOST_BLOCKING; i++) {
            ask("slow", "{\"text\":\"a\"}");
        }
        Map<?, ?> refusal = (Map<?, ?>) acks.get(0);
        assertEquals("UNAVAILABLE", refusal.get("code"));
        assertEquals(1_000L, refusal.get("retryAfter"));
    }

    @Test
    void aRefusalMayHaveACodeOfThePortal() {
        ask("slow", "{\"text\":\"tea\"}");
        waiting.remove().run();
        assertEquals(
                Map.of("status", "error", "code", "OUT_OF_STOCK", "message", "Out of stock"),
                acks.get(0));
    }

    @Test
    void whatAHandlerReturnsIsTheAcknowledgement() {
        ask("echo", "{\"text\":\"hi\"}");
        assertEquals(json("{'text':'hi'}"), ack());
        assertEndedOnceWithNothingElse();
    }

    @Test
    void anAcknowledgementThatCannotBeWrittenIsAnInternalError() {
        List<JsonValue> data = Json.read("[{\"text\":\"hi\"}]").asJsonArray();
        dispatcher.onEvent(
                socket,
                new Inbound("echo", data, true),
                value -> {
                    if (!((Map<?, ?>) value).containsKey("status")) {
                        throw new JsonbException("planted");
                    }
                    acks.add(value);
                },
                () -> ended++);
        assertEquals("INTERNAL_ERROR", ack().getString("code"));
        assertEquals("planted", logged.get(0).getThrown().getMessage());
        assertEndedOnceWithNothingElse();
    }

    @Test
    void withoutAWishForItThereIsNoAcknowledgement() {
        tell("echo", "{\"text\":\"hi\"}");
        assertEquals(List.of(), acks);
        assertEndedOnceWithNothingElse();
    }

    @Test
    void noResultIsNoAcknowledgement() {
        ask("nothing", "");
        assertEquals(List.of(), acks);
        assertEndedOnceWithNothingElse();
    }

    @Test
    void aHandlerGetsWhatItAsksFor() {
        tell("parts", "{\"text\":\"hi\"},2");
        assertEquals(List.of("parts", "hi", "s"), gate.seen);
    }

    @Test
    void anAcknowledgementIsInTheNamingOfItsSocket() {
        ask("both", "");
        socket.learnNaming("kebab-case");
        ask("both", "");
        assertEquals(json("[{'roomId':1},{'room':1}]"), acks());
    }

    @Test
    void anUnknownEventIsRefused() {
        ask("unknown", "");
        assertEquals(
                json("{'status':'error','code':'UNKNOWN_EVENT','message':'Unknown event'}"), ack());
        assertEndedOnceWithNothingElse();
    }

    @Test
    void aPayloadThatDoesNotFitIsRefusedByField() {
        ask("echo", "{}");
        assertEquals(
                json(
                        "{'status':'error','code':'INVALID_PAYLOAD','message':'Invalid payload',"
                                + "'violations':[{'field':'text','message':'is missing'}]}"),
                ack());
        assertEndedOnceWithNothingElse();
    }

    @Test
    void whatAHandlerRefusesIsToldInTheAcknowledgementOnly() {
        ask("refused", "");
        assertEquals(json("{'status':'error','code':'ACCESS_DENIED','message':'Not here'}"), ack());
        assertEndedOnceWithNothingElse();
    }

    @Test
    void withoutAnAcknowledgementARefusalIsAnEventUnderTwoNames() {
        tell("refused", "");
        JsonValue body =
                json(
                        "{'status':'error','code':'ACCESS_DENIED','message':'Not here',"
                                + "'event':'refused'}");
        assertEquals(2, socket.received().size());
        assertEquals(body, received(0, "error"));
        assertEquals(body, received(1, "exception"));
        assertEquals(List.of(), acks);
        assertEquals(1, ended);
    }

    @Test
    void theSecondNameCanBeTurnedOff() {
        dispatcher = dispatcher("parley.errors.exception-event", "false");
        tell("refused", "");
        assertEquals(1, socket.received().size());
        received(0, "error");
    }

    @Test
    void theEventOfARefusalIsSpeltAsTheClientSpeltIt() {
        tell("no-such_event", "");
        assertEquals("no-such_event", received(0, "error").getString("event"));
    }

    @Test
    void anInternalErrorTellsNoMoreThanAReferenceToTheLog() {
        ask("broken", "");
        assertEquals("INTERNAL_ERROR", ack().getString("code"));
        String message = ack().getString("message");
        assertTrue(message.matches("Internal server error \\(reference [0-9a-f-]{36}\\)"), message);
        String reference = message.replaceAll(".*reference |\\)", "");
        assertEquals(1, logged.size());
        assertTrue(logged.get(0).getMessage().contains(reference));
        assertEquals("secret", logged.get(0).getThrown().getMessage());
        assertEndedOnceWithNothingElse();
    }

    @Test
    void whileDebuggingAnInternalErrorTellsItsCause() {
        dispatcher = dispatcher("parley.debug", "true");
        ask("broken", "");
        String message = ack().getString("message");
        assertTrue(message.endsWith("): java.lang.IllegalStateException: secret"), message);
    }

    @Test
    void anErrorOfTheMachineEndsTheEventToo() {
        ask("fatal", "");
        assertEquals("INTERNAL_ERROR", ack().getString("code"));
        assertEndedOnceWithNothingElse();
    }

    @Test
    void whoComesWhenThreadsAreBusyIsAskedToComeAgain() {
        ask("busy", "");
        assertEquals("UNAVAILABLE", ack().getString("code"));
        assertEquals(1_000, ack().getInt("retryAfter"));
        assertEquals(List.of(), logged);
    }

    @Test
    void whatAHandlerGivesLaterIsTheAcknowledgement() {
        ask("later", "");
        assertEquals(0, ended);
        gate.later.complete(Map.of("x", 1));
        assertEquals(json("{'x':1}"), ack());
        assertEndedOnceWithNothingElse();
    }

    @Test
    void whatIsRefusedLaterIsToldToo() {
        ask("later", "");
        gate.later.completeExceptionally(
                new CompletionException(
                        new CompletionException(new RefusedException(ErrorCode.ROOM_FULL))));
        assertEquals("ROOM_FULL", ack().getString("code"));
        assertEndedOnceWithNothingElse();
    }

    @Test
    void whatBreaksLaterIsAnInternalError() {
        ask("later", "");
        gate.later.completeExceptionally(new IllegalStateException("secret"));
        assertEquals("INTERNAL_ERROR", ack().getString("code"));
        assertFalse(ack().getString("message").contains("secret"));
    }

    @Test
    void aHandlerWithAReplyAnswersWhenItLikes() {
        ask("reply", "");
        assertEquals(0, ended);
        assertEquals(List.of(), acks);
        gate.reply.complete(Map.of("x", 1));
        gate.reply.complete(Map.of("x", 2));
        assertEquals(json("{'x':1}"), ack());
        assertEndedOnceWithNothingElse();
    }

    @Test
    void anEventEndsEvenIfItsAnswerCannotBeSent() {
        Inbound event = new Inbound("nothing", List.of(), true);
        dispatcher.onEvent(
                socket,
                new Inbound("echo", List.of(json("{'text':'x'}")), true),
                value -> {
                    throw new IllegalStateException("cannot be sent");
                },
                () -> ended++);
        assertEquals(1, ended);
        dispatcher.onEvent(socket, event, acks::add, () -> ended++);
        assertEquals(2, ended);
    }

    @Test
    void overTheRateLimitEventsAreRefusedWithTheTimeToWait() {
        for (int i = 0; i < LIMIT; i++) {
            tell("nothing", "");
        }
        now.addAndGet(WINDOW / 4);
        ask("nothing", "");
        assertEquals("RATE_LIMITED", ack().getString("code"));
        assertEquals(751, ack().getInt("retryAfter"));
        now.addAndGet(WINDOW);
        acks.clear();
        ask("echo", "{\"text\":\"hi\"}");
        assertEquals(json("{'text':'hi'}"), ack());
    }

    @Test
    void overTheRateLimitSignalsAreDroppedInSilence() {
        for (int i = 0; i < LIMIT + 2; i++) {
            tell("signal", "");
        }
        assertEquals(LIMIT, gate.signals);
        assertEquals(List.of(), socket.received());
        assertEquals(LIMIT + 2, ended);
    }

    @Test
    void aDroppedSignalIsAcknowledgedToAClientThatWaits() {
        for (int i = 0; i < LIMIT; i++) {
            tell("signal", "");
        }
        ask("signal", "");
        assertEquals("RATE_LIMITED", ack().getString("code"));
        assertEquals(LIMIT, gate.signals);
    }

    @Test
    void eventsThatResumeHaveABudgetOfTheirOwn() {
        for (int i = 0; i < LIMIT; i++) {
            tell("nothing", "");
        }
        for (int i = 0; i < REJOINS; i++) {
            ask("join", "{\"since\":5}");
            assertEquals("joined", acks.remove(0));
        }
        ask("join", "{\"since\":5}");
        assertEquals("RATE_LIMITED", ack().getString("code"));
        acks.clear();
        ask("join", "{}");
        assertEquals("RATE_LIMITED", ack().getString("code"));
    }

    @Test
    void tooManyRefusedEventsCloseTheConnection() {
        for (int i = 0; i < LIMIT; i++) {
            ask(i % 2 == 0 ? "unknown" : "echo", "5");
        }
        assertNull(socket.ending());
        acks.clear();
        ask("echo", "5");
        assertEquals("INVALID_PAYLOAD", ack().getString("code"));
        assertEquals(Ending.POLICY, socket.ending());
    }

    @Test
    void whatAHandlerRefusesLaterCountsToo() {
        RefusedException invalid = RefusedException.invalid("text", "is not a drink");
        ask("later", "");
        gate.later.completeExceptionally(new CompletionException(invalid));
        ask("reply", "");
        gate.reply.fail(invalid);
        ask("slow", "{\"text\":\"mud\"}");
        waiting.remove().run();
        assertNull(socket.ending());
        ask("unknown", "");
        assertEquals(Ending.POLICY, socket.ending());
        assertEquals(LIMIT + 1, ended);
    }

    @Test
    void whatIsRefusedBeforeDoesNotCountTowardsTheRateLimit() {
        for (int i = 0; i < LIMIT; i++) {
            tell("unknown", "");
            tell("echo", "5");
        }
        ask("echo", "{\"text\":\"hi\"}");
        assertEquals(json("{'text':'hi'}"), ack());
    }

    @Test
    void aFloodIsNotAnsweredByAFlood() {
        int flood = 1_000;
        for (int i = 0; i < flood; i++) {
            tell("nothing", "");
        }
        long refusals = socket.received().stream().filter(e -> e.startsWith("error ")).count();
        assertTrue(refusals >= 1 && refusals < flood / 10, refusals + " refusals");
        assertEquals(flood, ended);
    }

    @Test
    void otherRefusalsAreAllTold() {
        for (int i = 0; i < LIMIT; i++) {
            tell("refused", "");
        }
        assertEquals(2 * LIMIT, socket.received().size());
    }

    @Test
    void onlyEventsWithABarrierRunAlone() {
        assertTrue(dispatcher.isBarrier("alone"));
        assertFalse(dispatcher.isBarrier("echo"));
        assertFalse(dispatcher.isBarrier("unknown"));
    }

    @Test
    void aSocketThatCannotBeReceivedIsSentAway() {
        TestSocket unwanted = new TestSocket("unwanted", "anna");
        dispatcher.onConnect(unwanted);
        assertFalse(unwanted.isConnected());
        dispatcher.onConnect(socket);
        assertTrue(socket.isConnected());
    }

    @Test
    void aFarewellThatFailsHurtsNobody() {
        dispatcher.onDisconnect(socket);
        assertEquals(1, logged.size());
    }

    private void endTokenAfter(Duration time) {
        Instant end = clock.instant().plus(time);
        socket.refresh(new User("anna", "anna", Set.of(), Instant.EPOCH, end, false));
        dispatcher.onConnect(socket);
    }

    @Test
    void afterTheEndOfItsTokenASocketIsRefusedWhateverItSends() {
        endTokenAfter(Duration.ofMinutes(2));
        // The clock skew of 60 s is over, too.
        clock.advance(Duration.ofMinutes(3));
        ask("echo", "{\"text\": \"hello\"}");
        ask("no_such_event", "{}");
        ask("signal", "{}");
        assertEquals(3, acks.size());
        for (JsonValue refused : acks()) {
            assertEquals("TOKEN_EXPIRED", refused.asJsonObject().getString("code"));
        }
        assertEquals(0, gate.signals);
        assertEquals(3, ended);
    }

    @Test
    void beforeTheEndOfItsTokenASocketIsServed() {
        endTokenAfter(Duration.ofMinutes(2));
        clock.advance(Duration.ofMinutes(2).minusMillis(1));
        ask("echo", "{\"text\": \"hello\"}");
        assertEquals("hello", ack().getString("text"));
    }

    @Test
    void afterTheEndOfItsTokenASocketMayStillSendANewOneInEitherSpelling() {
        endTokenAfter(Duration.ofMinutes(2));
        clock.advance(Duration.ofMinutes(2));
        ask("refresh_token", "{}");
        ask("refresh-token", "{}");
        for (JsonValue refused : acks()) {
            assertEquals("INVALID_PAYLOAD", refused.asJsonObject().getString("code"));
        }
    }

    @Test
    void whoeverIsOverTheRateMayStillSendANewToken() {
        for (int i = 0; i <= LIMIT; i++) {
            ask("echo", "{\"text\": \"hello\"}");
        }
        acks.clear();
        ask("refresh_token", "{}");
        assertEquals("INVALID_PAYLOAD", ack().getString("code"));
    }

    @Test
    void newTokensHaveARateLimitOfTheirOwn() {
        for (int i = 0; i < LIMIT; i++) {
            ask("refresh_token", "{\"token\": \"t\"}");
        }
        acks.clear();
        ask("refresh_token", "{\"token\": \"t\"}");
        assertEquals("RATE_LIMITED", ack().getString("code"));
    }

    @Test
    void aSocketThatHasGoneIsWarnedOfNothing() {
        endTokenAfter(Duration.ofMinutes(2));
        dispatcher.onDisconnect(socket);
        clock.advance(Duration.ofMinutes(5));
        assertEquals(List.of(), socket.received());
        assertEquals(0, clock.waiting());
        assertEquals(null, socket.ending());
    }

    @Test
    void aSocketWhoseTokenIsNotReplacedIsClosedAfterTheGrace() {
        endTokenAfter(Duration.ofMinutes(2));
        clock.advance(Duration.ofMinutes(5));
        assertEquals(Ending.TOKEN_EXPIRED, socket.ending());
    }
}
