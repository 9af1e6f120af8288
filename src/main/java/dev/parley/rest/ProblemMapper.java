package dev.parley.rest;

import dev.parley.api.RefusedException;
import dev.parley.config.Settings;
import dev.parley.gateway.ErrorReply;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Maps every failure under {@code /api} to a response. Thread-safe. */
@Provider
@ApplicationScoped
public class ProblemMapper implements ExceptionMapper<Throwable> {

    @Inject private Settings settings;

    @Override
    public Response toResponse(Throwable failure) {
        // Body readers and completion stages wrap exceptions.
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedException refused) {
                return Problem.of(refused);
            }
        }
        if (failure instanceof WebApplicationException objection) {
            Response response = objection.getResponse();
            // Jakarta REST implementations answer OPTIONS by throwing an exception, too.
            return response.getStatus() < 400 ? response : of(objection);
        }
        return Problem.of(ErrorReply.refusal(failure, "A request", settings));
    }

    private Response of(WebApplicationException objection) {
        return objection.getResponse().getStatus() < 500
                ? Problem.of(objection.getResponse())
                : Problem.of(ErrorReply.refusal(objection, "A request", settings));
    }
}
