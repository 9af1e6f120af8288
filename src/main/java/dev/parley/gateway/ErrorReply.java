package dev.parley.gateway;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.config.Settings;
import dev.parley.flow.Failures;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Maps the exceptions of handlers to error replies; no other class does. Stateless. */
public final class ErrorReply {

    private static final Logger LOG = Logger.getLogger(ErrorReply.class.getName());
    private static final long RETRY_MILLIS = 1_000;

    private ErrorReply() {}

    /**
     * Returns the refusal for a failure; logs an unexpected failure.
     *
     * @param what names what failed, for the log
     */
    public static RefusedException refusal(Throwable failure, String what, Settings settings) {
        Throwable cause = Failures.cause(failure);
        if (cause instanceof RefusedException refused) {
            return refused;
        }
        if (cause instanceof RejectedExecutionException) {
            return RefusedException.retry(ErrorCode.UNAVAILABLE, RETRY_MILLIS);
        }
        String reference = UUID.randomUUID().toString();
        LOG.log(Level.SEVERE, what + " failed, reference " + reference, cause);
        String detail = settings.debug() ? ": " + cause : "";
        return new RefusedException(
                ErrorCode.INTERNAL_ERROR,
                ErrorCode.INTERNAL_ERROR.message() + " (reference " + reference + ")" + detail);
    }

    /**
     * Returns the body of the error reply.
     *
     * @param event the name of the event for an error event; null for an acknowledgement
     */
    public static Map<String, Object> body(RefusedException refusal, @Nullable String event) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", "error");
        body.put("code", refusal.code().name());
        body.put("message", refusal.getMessage());
        if (event != null) {
            body.put("event", event);
        }
        if (!refusal.violations().isEmpty()) {
            body.put("violations", refusal.violations());
        }
        body.putAll(refusal.details());
        return body;
    }
}
