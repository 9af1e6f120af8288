package dev.parley.devmode;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP side of development tokens, independent of the container. Errors are problem details
 * (RFC 9457). Thread-safe.
 */
final class DevTokenExchange {

    private static final int MAX_BODY = 16 * 1024;
    private static final JsonBuilderFactory BUILDERS = Json.createBuilderFactory(Map.of());

    /** ISO 8601, always with milliseconds: {@code Instant.toString} omits them if they are 0. */
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final DevTokenIssuer issuer;

    DevTokenExchange(DevTokenIssuer issuer) {
        this.issuer = issuer;
    }

    /**
     * Handles a request.
     *
     * @param contentType the {@code Content-Type} header; may be null
     * @throws IOException if the body cannot be read
     */
    Answer answer(String method, @Nullable String contentType, InputStream body)
            throws IOException {
        if (!method.equals("POST")) {
            return problem(405, "Method not allowed", "METHOD_NOT_ALLOWED", List.of());
        }
        if (!isJson(contentType)) {
            return problem(415, "Unsupported media type", "UNSUPPORTED_MEDIA_TYPE", List.of());
        }
        byte[] bytes = body.readNBytes(MAX_BODY + 1);
        if (bytes.length > MAX_BODY) {
            return problem(413, "Payload too large", "PAYLOAD_TOO_LARGE", List.of());
        }
        DevTokenBody read = new DevTokenBody(bytes);
        Optional<DevTokenRequest> request = read.request();
        if (request.isEmpty()) {
            return problem(400, "Invalid payload", "INVALID_PAYLOAD", read.violations());
        }
        DevToken token = issuer.issue(request.get());
        JsonObject json =
                BUILDERS.createObjectBuilder()
                        .add("token", token.token())
                        .add("expiresAt", MILLIS.format(token.expiresAt()))
                        .build();
        return answer(200, "application/json", json);
    }

    /** A form on another site cannot send this type without a preflight, which is refused. */
    private static boolean isJson(@Nullable String contentType) {
        return contentType != null
                && contentType.split(";", 2)[0].strip().equalsIgnoreCase("application/json");
    }

    private static Answer problem(
            int status, String title, String code, List<InvalidField> violations) {
        JsonObjectBuilder json =
                BUILDERS.createObjectBuilder()
                        .add("type", "about:blank")
                        .add("title", title)
                        .add("status", status)
                        .add("code", code)
                        .add("detail", detail(status));
        if (!violations.isEmpty()) {
            JsonArrayBuilder list = BUILDERS.createArrayBuilder();
            for (InvalidField violation : violations) {
                list.add(
                        BUILDERS.createObjectBuilder()
                                .add("field", violation.field())
                                .add("message", violation.message()));
            }
            json.add("violations", list);
        }
        return answer(status, "application/problem+json", json.build());
    }

    private static String detail(int status) {
        return switch (status) {
            case 405 -> "Send a POST request";
            case 413 -> "Send at most " + MAX_BODY + " bytes";
            case 415 -> "Send the content type application/json";
            default -> "Send {\"sub\", \"username\", \"groups\"?, \"expiresIn\"?}";
        };
    }

    private static Answer answer(int status, String mediaType, JsonObject json) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("Cache-Control", "no-store");
        headers.put("X-Content-Type-Options", "nosniff");
        if (status == 405) {
            headers.put("Allow", "POST");
        }
        return new Answer(status, mediaType, headers, json.toString());
    }
}
