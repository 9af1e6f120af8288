package dev.parley.rest;

import dev.parley.flow.ThreadPools;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;

/**
 * Answers of requests that take time. What is stored is known on a room's stripe, where nobody may
 * block; an answer is written where one may. Thread-safe.
 */
@ApplicationScoped
public class Later {

    @Inject private ThreadPools threads;
    @Inject private ProblemMapper problems;

    /** An answer of status 200, off the thread on which its content was found. */
    CompletionStage<Response> ok(CompletionStage<? extends Record> content) {
        return with(Response.Status.OK, content);
    }

    /** An answer that is made already. */
    CompletionStage<Response> response(CompletionStage<Response> answer) {
        return answer.handleAsync(
                (made, failure) -> failure == null ? made : problems.toResponse(failure),
                threads.answers());
    }

    /** An answer of another status; what fails is a problem here, as servers log it as an error. */
    CompletionStage<Response> with(Response.Status status, CompletionStage<?> content) {
        return content.handleAsync(
                (found, failure) ->
                        failure == null
                                ? Response.status(status).entity(found).build()
                                : problems.toResponse(failure),
                threads.answers());
    }
}
