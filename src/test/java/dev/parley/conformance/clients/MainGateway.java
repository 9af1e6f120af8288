package dev.parley.conformance.clients;

import dev.parley.api.Arguments;
import dev.parley.api.Binary;
import dev.parley.api.ErrorCode;
import dev.parley.api.Event;
import dev.parley.api.Gateway;
import dev.parley.api.Handshake;
import dev.parley.api.Inbound;
import dev.parley.api.OnAdmission;
import dev.parley.api.OnDisconnect;
import dev.parley.api.OnEvent;
import dev.parley.api.RefusedException;
import dev.parley.api.Socket;
import dev.parley.api.User;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The main namespace of socket.io-client's suite. Thread-safe. */
@Gateway("/")
public class MainGateway {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final List<String> TEXTS =
            List.of("てすと", "Я Б Г Д Ж Й", "Ä ä Ü ü ß", "utf8 — string", "utf8 — string");
    private static final byte[] BYTES = "asdfasdf".getBytes(StandardCharsets.UTF_8);

    /** What has come of a sequence whose order the suite wants to see kept, by socket. */
    private final Map<String, Set<String>> seen = new ConcurrentHashMap<>();

    @OnAdmission
    public void refuseWhoAsksForIt(User user, Handshake handshake) {
        if (handshake.query().containsKey("fail")) {
            throw new RefusedException(ErrorCode.ACCESS_DENIED, "Auth failed (main namespace)");
        }
    }

    @OnEvent("hi")
    public void hi(Socket socket) {
        emit(socket, "hi");
    }

    @OnEvent("echo")
    public Arguments echo(Inbound event) {
        return new Arguments(List.of(event.payload()));
    }

    @OnEvent("ack")
    public void ask(Socket socket) {
        socket.emitWithAck(Event.same("ack", new Arguments(List.of())), PATIENCE)
                .thenAccept(
                        answer -> {
                            if (isExpected(answer)) {
                                emit(socket, "got it");
                            }
                        });
    }

    private static boolean isExpected(JsonArray answer) {
        return answer.getInt(0) == 5 && answer.getJsonObject(1).getBoolean("test");
    }

    @OnEvent("getAckDate")
    public String answerWithDate() {
        return now();
    }

    @OnEvent("getDate")
    public void sendDate(Socket socket) {
        emit(socket, "takeDate", now());
    }

    @OnEvent("getDateObj")
    public void sendDateInObject(Socket socket) {
        emit(socket, "takeDateObj", Map.of("date", now()));
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    @OnEvent("getUtf8")
    public void sendTexts(Socket socket) {
        TEXTS.forEach(text -> emit(socket, "takeUtf8", text));
    }

    @OnEvent("false")
    public void sendFalse(Socket socket) {
        emit(socket, "false", false);
    }

    @OnEvent("doge")
    public void sendBytes(Socket socket) {
        emit(socket, "doge", new Binary(BYTES));
    }

    @OnEvent("getbin")
    public void sendBytesAgain(Socket socket) {
        emit(socket, "takebin", new Binary(BYTES));
    }

    @OnEvent("buffa")
    public void takeBytes(Socket socket, Inbound event) {
        emitIf(event.payload() instanceof Binary, socket, "buffack");
    }

    @OnEvent("jsonbuff")
    public void takeBytesInObject(Socket socket, Inbound event) {
        emitIf(holdsBytes(event.payload()), socket, "jsonbuff-ack");
    }

    @OnEvent("abuff1")
    public void takeFirstBytes(Socket socket, Inbound event) {
        see(socket, event, event.payload() instanceof Binary);
    }

    @OnEvent("abuff2")
    public void takeSecondBytes(Socket socket) {
        emitIf(hasSeen(socket, "abuff1"), socket, "abuff2-ack");
    }

    @OnEvent("blob")
    public void takeBlob(Socket socket, Inbound event) {
        emitIf(event.payload() instanceof Binary, socket, "back");
    }

    @OnEvent("jsonblob")
    public void takeBlobInObject(Socket socket, Inbound event) {
        emitIf(holdsBytes(event.payload()), socket, "jsonblob-ack");
    }

    @OnEvent("blob1")
    public void takeFirstBlob(Socket socket, Inbound event) {
        see(socket, event, event.payload() instanceof Binary);
    }

    @OnEvent("blob2")
    public void takeText(Socket socket, Inbound event) {
        see(socket, event, event.payload().toString().equals("\"second\""));
    }

    @OnEvent("blob3")
    public void takeLastBlob(Socket socket, Inbound event) {
        boolean all = hasSeen(socket, "blob1") && hasSeen(socket, "blob2");
        emitIf(all && event.payload() instanceof Binary, socket, "blob3-ack");
    }

    @OnEvent("getHandshake")
    public Map<String, Object> tellHandshake(Socket socket) {
        return Map.of("query", socket.handshake().query(), "auth", socket.handshake().auth());
    }

    /** Without it the answer would be an error of Parley's. */
    @OnEvent("unknown")
    public void keepSilent() {
        // The suite waits in vain.
    }

    @OnEvent("getId")
    public String tellId(Socket socket) {
        return socket.id();
    }

    @OnDisconnect
    public void forget(Socket socket) {
        seen.remove(socket.id());
    }

    private static boolean holdsBytes(JsonValue value) {
        return value instanceof JsonObject object
                && object.getString("hello").equals("lol")
                && object.get("message") instanceof Binary
                && object.getString("goodbye").equals("gotcha");
    }

    private void see(Socket socket, Inbound event, boolean right) {
        if (right) {
            seen.computeIfAbsent(socket.id(), id -> ConcurrentHashMap.newKeySet())
                    .add(event.name());
        }
    }

    private boolean hasSeen(Socket socket, String name) {
        return seen.getOrDefault(socket.id(), Set.of()).contains(name);
    }

    private static void emitIf(boolean right, Socket socket, String name) {
        if (right) {
            emit(socket, name);
        }
    }

    private static void emit(Socket socket, String name, Object... arguments) {
        socket.emit(Event.same(name, new Arguments(List.of(arguments))));
    }
}
