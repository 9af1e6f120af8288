package dev.parley.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A web origin: scheme, host and port (RFC 6454). Immutable; equal for all spellings of an origin.
 *
 * @param scheme in lower case
 * @param host in lower case; an IPv6 address in brackets and without abbreviation
 * @param port the explicit port or the default of the scheme; -1 if the scheme has none
 */
public record Origin(String scheme, String host, int port) {

    private static final String HOST = "(\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9._~%-]{1,253})";
    private static final String PORT = "(?::([0-9]{1,5}))?";
    private static final Pattern ORIGIN =
            Pattern.compile("([A-Za-z][A-Za-z0-9+.-]{0,30})://" + HOST + PORT);
    private static final Pattern AUTHORITY = Pattern.compile(HOST + PORT);

    /** Reads an {@code Origin} header; empty if it is malformed, or the opaque {@code null}. */
    public static Optional<Origin> parse(String text) {
        Matcher origin = ORIGIN.matcher(text);
        if (!origin.matches()) {
            return Optional.empty();
        }
        return of(origin.group(1), origin.group(2), origin.group(3));
    }

    /** Reads a {@code Host} header of a request with this scheme; empty if it is malformed. */
    public static Optional<Origin> ofHost(String scheme, String host) {
        Matcher authority = AUTHORITY.matcher(host);
        if (!authority.matches()) {
            return Optional.empty();
        }
        return of(scheme, authority.group(1), authority.group(2));
    }

    private static Optional<Origin> of(String scheme, String host, String port) {
        String lowerScheme = scheme.toLowerCase(Locale.ROOT);
        int number = port == null ? defaultPort(lowerScheme) : Integer.parseInt(port);
        if (number == 0 || number > 65_535) {
            return Optional.empty();
        }
        return canonical(host).map(name -> new Origin(lowerScheme, name, number));
    }

    private static int defaultPort(String scheme) {
        return switch (scheme) {
            case "http", "ws" -> 80;
            case "https", "wss" -> 443;
            default -> -1;
        };
    }

    private static Optional<String> canonical(String host) {
        if (!host.startsWith("[")) {
            return Optional.of(host.toLowerCase(Locale.ROOT));
        }
        try {
            // A literal in brackets causes no DNS lookup.
            return Optional.of("[" + InetAddress.getByName(host).getHostAddress() + "]");
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
