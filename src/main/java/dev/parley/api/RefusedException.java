package dev.parley.api;

import java.util.List;
import java.util.Map;

/**
 * An expected refusal: the client is told its code, and the connection stays. It carries no stack
 * trace, since refusals are frequent under attack and nobody reads their traces.
 */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ErrorCode code;
    private final transient List<Violation> violations;
    private final transient Map<String, Object> details;

    public RefusedException(ErrorCode code) {
        this(code, code.message(), List.of(), Map.of());
    }

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

    /** A payload that does not fit. */
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

    /** Asks to come again after {@code millis}. */
    public static RefusedException retry(ErrorCode code, long millis) {
        return new RefusedException(code, code.message(), List.of(), Map.of("retryAfter", millis));
    }

    /** Nothing is known of the outcome: the client repeats with the same id. */
    public static RefusedException unknownOutcome(long retryMillis) {
        return new RefusedException(
                ErrorCode.UNAVAILABLE,
                ErrorCode.UNAVAILABLE.message(),
                List.of(),
                Map.of("retryAfter", retryMillis, "outcome", "unknown"));
    }

    /** Whether what was asked may have been done. */
    public boolean isOutcomeUnknown() {
        return "unknown".equals(details.get("outcome"));
    }

    public ErrorCode code() {
        return code;
    }

    public List<Violation> violations() {
        return violations;
    }

    /** Further fields of the answer. */
    public Map<String, Object> details() {
        return details;
    }
}
