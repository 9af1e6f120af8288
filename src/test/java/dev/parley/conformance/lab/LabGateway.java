package dev.parley.conformance.lab;

import dev.parley.api.Arguments;
import dev.parley.api.Binary;
import dev.parley.api.Event;
import dev.parley.api.Gateway;
import dev.parley.api.Inbound;
import dev.parley.api.OnEvent;
import dev.parley.api.Reply;
import dev.parley.flow.Ending;
import dev.parley.flow.ThreadPools;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Rendition;
import jakarta.inject.Inject;
import jakarta.json.JsonString;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/** Does on request what a server may do to a client. */
@Gateway("/lab")
public class LabGateway {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration NO_PATIENCE = Duration.ofMillis(100);
    private static final byte[] BYTES = {1, 2, 3};
    private static final int FLOOD = 50;

    @Inject private ThreadPools threads;
    @Inject private Refusals refusals;

    /** An event whose name is a number on the wire. */
    @OnEvent("1")
    public String one() {
        return "one";
    }

    @OnEvent("query")
    public String tellParameter(LocalSocket socket, Inbound event) {
        return socket.handshake().query().get(((JsonString) event.payload()).getString());
    }

    @OnEvent("refusals")
    public List<List<String>> tellRefusals() {
        return List.copyOf(refusals.seen());
    }

    @OnEvent("end_socket")
    public void endSocket(LocalSocket socket) {
        socket.disconnect();
    }

    @OnEvent("end_connection")
    public void endConnection(LocalSocket socket) {
        socket.close(Ending.NORMAL);
    }

    @OnEvent("ask_me")
    public void ask(LocalSocket socket) {
        ask(socket, PATIENCE);
    }

    @OnEvent("ask_me_briefly")
    public void askBriefly(LocalSocket socket) {
        ask(socket, NO_PATIENCE);
    }

    private static void ask(LocalSocket socket, Duration patience) {
        socket.emitWithAck(Event.same("question", "sure?"), patience)
                .whenComplete(
                        (answer, failure) ->
                                socket.emit(
                                        failure == null
                                                ? Event.same("answered", answer)
                                                : Event.same(
                                                        "unanswered", new Arguments(List.of()))));
    }

    @OnEvent("answer_twice")
    public void answerTwice(Reply reply) {
        reply.complete("first");
        reply.complete("second");
    }

    @OnEvent("give_bytes")
    public Binary giveBytes() {
        return new Binary(BYTES);
    }

    /** Rendered once for all. */
    @OnEvent("tell_all")
    public void tellAll(LocalSocket socket, Inbound event) {
        Arguments arguments = new Arguments(List.of(event.payload(), new Binary(BYTES)));
        Rendition rendition = new Rendition(Event.same("told", arguments));
        socket.namespace().sockets().forEach(each -> each.emit(rendition));
    }

    /**
     * Sends packets of three parts, each with its number in both attachments, from other threads.
     */
    @OnEvent("flood")
    public void flood(LocalSocket socket) {
        for (int i = 0; i < FLOOD; i++) {
            Binary number = new Binary(ByteBuffer.allocate(Integer.BYTES).putInt(i).array());
            Event event = Event.same("flooded", new Arguments(List.of(number, number)));
            threads.readers().execute(() -> socket.emit(event));
        }
    }

    @OnEvent("volatile_then_reliable")
    public void emitBoth(LocalSocket socket) {
        socket.emit(Event.same("volatile", 1).volatileEvent());
        socket.emit(Event.same("reliable", new Arguments(List.of())));
    }
}
