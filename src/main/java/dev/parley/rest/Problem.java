package dev.parley.rest;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.hub.Json;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Builds problem details (RFC 9457) that carry Parley's error codes. Stateless. */
final class Problem {

    private static final String MEDIA_TYPE = "application/problem+json";
    private static final String RETRY_AFTER = "retryAfter";

    private Problem() {}

    /** Returns the response to a rejected request. */
    static Response of(RefusedException refusal) {
        Map<String, Object> more = new LinkedHashMap<>();
        if (!refusal.violations().isEmpty()) {
            more.put("violations", refusal.violations());
        }
        more.putAll(refusal.details());
        int status = refusal.code().status();
        Response.ResponseBuilder response =
                builder(
                        status,
                        refusal.code().name(),
                        refusal.code().message(),
                        refusal.getMessage(),
                        more);
        if (refusal.details().get(RETRY_AFTER) instanceof Long millis) {
            long seconds = TimeUnit.MILLISECONDS.toSeconds(millis + 999);
            response.header(HttpHeaders.RETRY_AFTER, Math.max(1, seconds));
        }
        if (status == 401) {
            boolean none = refusal.code().equals(ErrorCode.UNAUTHORIZED);
            response.header(
                    HttpHeaders.WWW_AUTHENTICATE,
                    none ? "Bearer" : "Bearer error=\"invalid_token\"");
        }
        return response.build();
    }

    /** Returns a 404 response. */
    static Response notFound(String code, String title) {
        return builder(404, code, title, title, Map.of()).build();
    }

    /**
     * Converts an HTTP error of the JAX-RS runtime, such as an unknown path; keeps its {@code
     * Allow} header.
     */
    static Response of(Response objection) {
        int status = objection.getStatus();
        String code =
                switch (status) {
                    case 404 -> "NOT_FOUND";
                    case 405 -> "METHOD_NOT_ALLOWED";
                    case 406 -> "NOT_ACCEPTABLE";
                    case 413 -> "PAYLOAD_TOO_LARGE";
                    case 415 -> "UNSUPPORTED_MEDIA_TYPE";
                    default -> "INVALID_REQUEST";
                };
        String title =
                code.charAt(0) + code.substring(1).toLowerCase(Locale.ROOT).replace('_', ' ');
        Response.ResponseBuilder response = builder(status, code, title, title, Map.of());
        if (objection.getHeaderString(HttpHeaders.ALLOW) != null) {
            response.header(HttpHeaders.ALLOW, objection.getHeaderString(HttpHeaders.ALLOW));
        }
        return response.build();
    }

    private static Response.ResponseBuilder builder(
            int status, String code, String title, String detail, Map<String, Object> more) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", title);
        body.put("status", status);
        body.put("code", code);
        if (!detail.equals(title)) {
            body.put("detail", detail);
        }
        body.putAll(more);
        return Response.status(status)
                .type(MEDIA_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(Json.write(body));
    }
}
