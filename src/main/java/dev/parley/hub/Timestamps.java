package dev.parley.hub;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats timestamps for clients: ISO 8601, UTC, with milliseconds. Stateless. */
public final class Timestamps {

    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private Timestamps() {}

    public static String iso(long millis) {
        return iso(Instant.ofEpochMilli(millis));
    }

    public static String iso(Instant instant) {
        return ISO.format(instant);
    }

    public static String now() {
        return iso(System.currentTimeMillis());
    }
}
