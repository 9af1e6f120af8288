package dev.parley.api;

import jakarta.ejb.ApplicationException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An expected refusal: the client gets its code and message, the connection stays, and nothing is
 * logged. Handlers, guards and room policies throw it. It has no stack trace, since refusals are
 * frequent under attack and nobody reads the traces.
 *
 * <p>An EJB that throws it rolls back its transaction, and the caller gets the refusal itself.
 */
// Without the annotation, the container would wrap it in an EJBException: an INTERNAL_ERROR.
@ApplicationException(rollback = true)
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ErrorCode code;
    private final transient List<Violation> violations;
    private final transient Map<String, Object> details;

    /** A refusal with the default message of its code. */
    public RefusedException(ErrorCode code) {
        this(code, code.message(), List.of(), Map.of());
    }

    /** A refusal with a message of its own. */
    public RefusedException(ErrorCode code, String message) {
        this(code, message, List.of(), Map.of());
    }

    private RefusedException(
            ErrorCode code,
            String message,
            List<Violation> violations,
            Map<String, Object> details) {
        super(message, null, false, false);
        this.code = code;
        this.violations = violations;
        this.details = details;
    }

    /** A payload that does not fit: {@code INVALID_PAYLOAD} with a violation for each field. */
    public static RefusedException invalid(List<Violation> violations) {
        return new RefusedException(
                ErrorCode.INVALID_PAYLOAD,
                ErrorCode.INVALID_PAYLOAD.message(),
                violations,
                Map.of());
    }

    /** A payload with one field that does not fit. */
    public static RefusedException invalid(String field, String message) {
        return invalid(List.of(new Violation(field, message)));
    }

    /** A refusal that asks the client to retry after some milliseconds ({@code retryAfter}). */
    public static RefusedException retry(ErrorCode code, long millis) {
        return new RefusedException(code, code.message(), List.of(), Map.of("retryAfter", millis));
    }

    /**
     * {@code UNAVAILABLE} with {@code outcome: unknown}: the request may have been carried out. The
     * client retries with the same id.
     */
    public static RefusedException unknownOutcome(long retryMillis) {
        return new RefusedException(
                ErrorCode.UNAVAILABLE,
                ErrorCode.UNAVAILABLE.message(),
                List.of(),
                Map.of("retryAfter", retryMillis, "outcome", "unknown"));
    }

    /** Whether the request may have been carried out. */
    public boolean isOutcomeUnknown() {
        return "unknown".equals(details.get("outcome"));
    }

    /** The explanation for the client; never null. */
    @Override
    public String getMessage() {
        return Objects.requireNonNullElse(super.getMessage(), "");
    }

    /** The reason. */
    public ErrorCode code() {
        return code;
    }

    /** What is wrong with the payload; empty for other reasons. */
    public List<Violation> violations() {
        return violations;
    }

    /** Further fields that the client gets, such as {@code retryAfter}. */
    public Map<String, Object> details() {
        return details;
    }
}
