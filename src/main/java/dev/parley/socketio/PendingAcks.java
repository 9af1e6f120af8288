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

/** The events of ours that a client has still to answer. Thread-safe. */
final class PendingAcks {

    private final Timers timers;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, CompletableFuture<JsonArray>> pending = new ConcurrentHashMap<>();

    PendingAcks(Timers timers) {
        this.timers = timers;
    }

    /**
     * Takes a new id, lets {@code send} use it, and waits for the answer.
     *
     * @return fails with {@link TimeoutException}, or {@link CancellationException} when the socket
     *     goes
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

    /** An answer has come; unknown and repeated ids are ignored, as the protocol demands. */
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
                                        new CancellationException("socket has gone")));
    }
}
