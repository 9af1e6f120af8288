package dev.parley.harness.war;

import dev.parley.api.Binary;
import dev.parley.api.Dismissal;
import dev.parley.api.Event;
import dev.parley.api.Gateway;
import dev.parley.api.OnEvent;
import dev.parley.api.Socket;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What a portal would add: a gateway of its own, in a namespace of its own. */
@Gateway("/orders")
public class OrdersGateway {

    /** What is ordered. */
    public record Order(@NotBlank String item, @Min(1) Integer count) {}

    /** Ballast that takes a while. */
    public record Heavy(String ballast) {}

    /** What is sent with bytes. */
    public record Parcel(@NotBlank String label, Binary content) {}

    private final AtomicInteger started = new AtomicInteger();
    private final Queue<CompletableFuture<Object>> held = new ConcurrentLinkedQueue<>();
    private volatile boolean released;

    @OnEvent("place_order")
    public Map<String, Object> place(Socket socket, Order order) {
        return Map.of("ordered", order.item(), "by", socket.user().id());
    }

    /** Asks the client something, and tells what it said. */
    @OnEvent("confirm")
    public CompletionStage<Map<String, Object>> confirm(Socket socket) {
        return socket.emitWithAck(
                        Event.regular("really", Map.of("question", "sure?")),
                        Duration.ofSeconds(10))
                .thenApply(answer -> Map.of("answer", answer.getString(0)));
    }

    /** Sends a parcel back, as an event and as the answer. */
    @OnEvent("return_parcel")
    public Map<String, Object> sendBack(Socket socket, Parcel parcel) {
        Map<String, Object> same = Map.of("label", parcel.label(), "content", parcel.content());
        socket.emit(Event.same("parcel", same));
        return same;
    }

    /** Fails in a way that nobody has foreseen. */
    @OnEvent("explode")
    public void explode() {
        throw new IllegalStateException("planted");
    }

    /** Fails as no program should. */
    @OnEvent("implode")
    public void implode() {
        throw new AssertionError("planted");
    }

    /** Does not end before {@link #release}. */
    @OnEvent("hold")
    public CompletionStage<Object> hold(Heavy heavy) {
        started.incrementAndGet();
        CompletableFuture<Object> end = new CompletableFuture<>();
        held.add(end);
        if (released) {
            end.complete(true);
        }
        return end;
    }

    @OnEvent("how_many_started")
    public int howManyStarted() {
        return started.get();
    }

    @OnEvent("release")
    public boolean release() {
        released = true;
        held.forEach(end -> end.complete(true));
        return true;
    }

    /** Sends the client away for good. */
    @OnEvent("send_away")
    public void sendAway(Socket socket) {
        socket.dismiss(Dismissal.DISCONNECTED);
    }

    /** Fails with a word that only debugging may show. */
    @OnEvent("fail")
    public void fail() {
        throw new IllegalStateException("a shelf fell over");
    }
}
