package dev.parley.devmode;

import dev.parley.api.User;
import dev.parley.security.Identity;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON body {@code {"sub", "username", "groups"?, "expiresIn"?}} and records what is
 * invalid. Unknown fields are ignored. For one thread.
 */
final class DevTokenBody {

    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());
    private static final int HOUR = 3_600;
    private static final int DAY = 86_400;
    private static final int MAX_GROUPS = 32;
    private static final String GROUP = "[A-Za-z0-9:_.-]{1,64}";

    private final List<InvalidField> violations = new ArrayList<>();
    private @Nullable DevTokenRequest request;

    DevTokenBody(byte[] body) {
        Optional<JsonObject> object = parse(body);
        if (object.isEmpty()) {
            violations.add(new InvalidField("", "must be a JSON object"));
        } else {
            read(object.get());
        }
    }

    /** Empty if the body is valid. */
    List<InvalidField> violations() {
        return violations;
    }

    /** Empty unless the body is valid. */
    Optional<DevTokenRequest> request() {
        return Optional.ofNullable(request);
    }

    private static Optional<JsonObject> parse(byte[] body) {
        String read = new String(body, StandardCharsets.UTF_8);
        // A byte order mark, which some libraries write before JSON.
        String text = read.startsWith("\uFEFF") ? read.substring(1) : read;
        try (JsonReader reader = READERS.createReader(new StringReader(text))) {
            JsonStructure structure = reader.read();
            return structure instanceof JsonObject object ? Optional.of(object) : Optional.empty();
        } catch (RuntimeException e) {
            // JsonException; one implementation throws another one for JSON that is nested too
            // deeply.
            return Optional.empty();
        }
    }

    private void read(JsonObject object) {
        String sub = object.get("sub") instanceof JsonString text ? text.getString() : "";
        if (!Identity.isSubject(sub)) {
            wrong(
                    "sub",
                    String.format(
                            Locale.ROOT,
                            "must be a string of 1 to %d characters without control characters,"
                                    + " and must not begin with %s",
                            Identity.MAX_ID,
                            User.ANONYMOUS_PREFIX));
        }
        String username = object.get("username") instanceof JsonString text ? text.getString() : "";
        if (username.codePointCount(0, username.length()) > Identity.MAX_NAME
                || Identity.cleanName(username).isEmpty()) {
            wrong(
                    "username",
                    String.format(
                            Locale.ROOT,
                            "must be a string of 1 to %d characters",
                            Identity.MAX_NAME));
        }
        List<String> groups = groups(object.get("groups"));
        int expiresIn = expiresIn(object.get("expiresIn"));
        if (violations.isEmpty()) {
            request = new DevTokenRequest(sub, Identity.cleanName(username), groups, expiresIn);
        }
    }

    private List<String> groups(@Nullable JsonValue value) {
        if (value == null) {
            return List.of();
        }
        List<String> groups = new ArrayList<>();
        boolean good = value instanceof JsonArray array && array.size() <= MAX_GROUPS;
        if (good) {
            for (JsonValue item : value.asJsonArray()) {
                good &= item instanceof JsonString text && text.getString().matches(GROUP);
                groups.add(item instanceof JsonString text ? text.getString() : "");
            }
        }
        if (!good) {
            wrong(
                    "groups",
                    String.format(
                            Locale.ROOT,
                            "must be an array of at most %d strings of 1 to 64 characters"
                                    + " A-Z a-z 0-9 : _ . -",
                            MAX_GROUPS));
        }
        return groups;
    }

    private int expiresIn(@Nullable JsonValue value) {
        if (value == null) {
            return HOUR;
        }
        try {
            int seconds = value instanceof JsonNumber number ? number.intValueExact() : 0;
            if (seconds >= 1 && seconds <= DAY) {
                return seconds;
            }
        } catch (ArithmeticException e) {
            // reported below, like any other number out of range
        }
        wrong(
                "expiresIn",
                String.format(Locale.ROOT, "must be a whole number of seconds from 1 to %d", DAY));
        return 0;
    }

    private void wrong(String field, String message) {
        violations.add(new InvalidField(field, message));
    }
}
