package dev.parley.rest;

import java.util.regex.Pattern;

/**
 * Checks headers that name media types (RFC 9110). Jakarta REST implementations fail with an error
 * of the server on malformed ones, before an exception mapper could answer: RESTEasy 6 on WildFly
 * with 500 for {@code text/html;q=x}. Stateless.
 */
final class MediaTypes {

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
    private static final String QUOTED = "\"(?:[^\"\\\\]|\\\\.)*+\"";
    private static final String WEIGHT = "[qQ]=(?:0?(?:\\.[0-9]*+)?+|1(?:\\.0*+)?+)(?=[\\s;,]|$)";
    private static final String PARAMETER =
            "(?:\\s*+;\\s*+(?:"
                    + WEIGHT
                    + "|(?![qQ]=)"
                    + TOKEN
                    + "=(?:"
                    + TOKEN
                    + "|"
                    + QUOTED
                    + "))?+)";

    /** Java's own client sends a single asterisk. */
    private static final String RANGE =
            "(?:(?:" + TOKEN + "/" + TOKEN + "|\\*)" + PARAMETER + "*+)?+";

    private static final Pattern ACCEPT =
            Pattern.compile("\\s*+" + RANGE + "\\s*+(?:,\\s*+" + RANGE + "\\s*+)*+");
    private static final Pattern TYPE =
            Pattern.compile("\\s*+" + TOKEN + "/" + TOKEN + PARAMETER + "*+\\s*+");

    private MediaTypes() {}

    /** Whether this is a list of media ranges. */
    static boolean isAccept(String header) {
        return ACCEPT.matcher(header).matches();
    }

    /** Whether this is a media type. */
    static boolean isType(String header) {
        return TYPE.matcher(header).matches();
    }
}
