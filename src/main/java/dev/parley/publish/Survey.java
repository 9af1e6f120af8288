package dev.parley.publish;

import dev.parley.api.Responses;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Rendition;
import jakarta.json.JsonArray;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Sends one question to several sockets and collects their answers. Thread-safe. */
final class Survey {

    private final Map<String, JsonArray> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new ArrayList<>();

    /**
     * Asks all sockets. Completes once each has answered, timed out or disconnected; never fails.
     */
    CompletableFuture<Responses> ask(
            List<LocalSocket> sockets, Rendition question, Duration timeout) {
        List<CompletableFuture<?>> ends = new ArrayList<>();
        for (LocalSocket socket : sockets) {
            if (socket.isParked()) {
                continue; // No client is connected to answer.
            }
            asked.add(socket.id());
            ends.add(
                    socket.emitWithAck(question, timeout)
                            .handle(
                                    (answer, failure) ->
                                            failure == null
                                                    ? answers.put(socket.id(), answer)
                                                    : null)
                            .toCompletableFuture());
        }
        return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
                .thenApply(
                        nothing ->
                                new Responses(
                                        answers,
                                        asked.stream()
                                                .filter(id -> !answers.containsKey(id))
                                                .toList()));
    }
}
