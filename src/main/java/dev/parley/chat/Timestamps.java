package dev.parley.chat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Points in time as clients get them: ISO 8601, UTC, with milliseconds. Stateless. */
final class Timestamps {

    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private Timestamps() {}

    static String iso(long millis) {
        return iso(Instant.ofEpochMilli(millis));
    }

    static String iso(Instant instant) {
        return ISO.format(instant);
    }

    static String now() {
        return iso(System.currentTimeMillis());
    }
}
