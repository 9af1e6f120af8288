package dev.parley.socketio;

import dev.parley.flow.Timers;
import jakarta.json.JsonArray;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** The server's events that await an acknowledgement from the client. Thread-safe. */
final class PendingAcks {

    private final Timers timers;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, CompletableFuture<JsonArray>> pending = new ConcurrentHashMap<>();

    PendingAcks(Timers timers) {
        this.timers = timers;
    }

    /**
     * Allocates an ack id, passes it to {@code send}, and waits for the acknowledgement.
     *
     * @return the acknowledgement's arguments; fails with {@link TimeoutException}, or with {@link
     *     CancellationException} when the socket closes
     */
    CompletionStage<JsonArray> expect(Duration timeout, LongConsumer send) {
        long id = ids.getAndIncrement();
        CompletableFuture<JsonArray> answer = new CompletableFuture<>();
        pending.put(id, answer);
        Future<?> timer =
                timers.after(timeout, () -> answer.completeExceptionally(new TimeoutException()));
        answer.whenComplete(
                (data, failure) -> {
                    pending.remove(id);
                    timer.cancel(false);
                });
        send.accept(id);
        return answer;
    }

    /**
     * Completes the event that an acknowledgement belongs to. Unknown and repeated ids are ignored,
     * as the protocol requires.
     */
    void answered(long id, JsonArray data) {
        CompletableFuture<JsonArray> answer = pending.remove(id);
        if (answer != null) {
            answer.complete(data);
        }
    }

    void cancelAll() {
        pending.values()
                .forEach(
                        answer ->
                                answer.completeExceptionally(
                                        new CancellationException("the socket was closed")));
    }
}
