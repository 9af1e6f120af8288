package dev.parley.rest;

import dev.parley.flow.ThreadPools;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;

/**
 * Completes responses asynchronously. Results arrive on a room's stripe, which must not block;
 * responses are written on a thread that may. Thread-safe.
 */
@ApplicationScoped
public class Later {

    @Inject private ThreadPools threads;
    @Inject private ProblemMapper problems;

    /** Returns a response with status 200, written on an answer thread. */
    CompletionStage<Response> ok(CompletionStage<? extends Record> content) {
        return with(Response.Status.OK, content);
    }

    /** Returns a finished response, written on an answer thread. */
    CompletionStage<Response> response(CompletionStage<Response> answer) {
        return answer.handleAsync(
                (made, failure) -> failure == null ? made : problems.toResponse(failure),
                threads.answers());
    }

    /**
     * Returns a response with the given status. Failures become problem responses here, because
     * servers log a failed stage as an error.
     */
    CompletionStage<Response> with(Response.Status status, CompletionStage<?> content) {
        return content.handleAsync(
                (found, failure) ->
                        failure == null
                                ? Response.status(status).entity(found).build()
                                : problems.toResponse(failure),
                threads.answers());
    }
}
