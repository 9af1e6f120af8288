package dev.parley.config;

import dev.parley.config.Settings.Connections;
import dev.parley.config.Settings.Cookie;
import dev.parley.config.Settings.Cors;
import dev.parley.config.Settings.Heartbeat;
import dev.parley.config.Settings.Inbox;
import dev.parley.config.Settings.Outbox;
import dev.parley.config.Settings.Recovery;
import dev.parley.config.Settings.Transports;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The settings of connections: transports, limits, origins and the cookie. Stateless. */
final class ConnectionSettings {

    static final String COOKIE_NAME = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    private static final String WEBSOCKET = "websocket";
    private static final String POLLING = "polling";
    private static final String ANY_ORIGIN = "*";
    private static final int KIB = 1024;
    private static final int MIB = 1024 * 1024;
    private static final int MANY = 1_000_000;
    private static final int LEAST_PAYLOAD = 100;
    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final Duration HOUR = Duration.ofHours(1);

    private static final Setting<String> PATH =
            new Setting<>(
                    "parley.path",
                    Kind.of(
                            "text",
                            "/socket.io",
                            "an unused path such as /socket.io, not below /ws, /api, /dev, /vendor,"
                                    + " /health, /metrics or /openapi",
                            "/socket.io",
                            ConnectionSettings::path),
                    "The path at which Socket.IO clients connect.");

    private static final Setting<List<String>> NAMED_TRANSPORTS =
            new Setting<>(
                    "parley.transports",
                    Kind.of(
                                    "list",
                                    "websocket,polling",
                                    "websocket, polling, or both",
                                    List.of(WEBSOCKET, POLLING),
                                    ConnectionSettings::transports)
                            .describedBy("`websocket`, `polling`"),
                    "The transports that Socket.IO clients may use.");

    private static final Setting<Duration> UPGRADE_TIMEOUT =
            new Setting<>(
                    "parley.upgrade-timeout",
                    Kind.duration(Duration.ofSeconds(10), MOMENT, HOUR),
                    "The time that a client has to complete the upgrade from polling to"
                            + " WebSocket.");

    private static final Setting<Duration> PING_INTERVAL =
            new Setting<>(
                    "parley.ping-interval",
                    Kind.duration(Duration.ofSeconds(25), MOMENT, HOUR),
                    "The time between two heartbeats. The idle timeout of proxies must be longer"
                            + " than `parley.ping-interval` plus `parley.ping-timeout`.");

    private static final Setting<Duration> PING_TIMEOUT =
            new Setting<>(
                    "parley.ping-timeout",
                    Kind.duration(Duration.ofSeconds(20), MOMENT, HOUR),
                    "The time that a client has to answer a heartbeat before the server closes"
                            + " its connection.");

    private static final Setting<Duration> CONNECT_TIMEOUT =
            new Setting<>(
                    "parley.connect-timeout",
                    Kind.duration(Duration.ofSeconds(45), MOMENT, HOUR),
                    "The time that a connection has to join a namespace before the server closes"
                            + " it, also after it has left its last one.");

    private static final Setting<Duration> RECOVERY_WINDOW =
            new Setting<>(
                    "parley.recovery.window",
                    Kind.duration(Duration.ofMinutes(2), Duration.ZERO, HOUR),
                    "How long the server keeps the session of a Socket.IO client that lost its"
                            + " connection (connection state recovery). `0` turns recovery off.");

    private static final Setting<Boolean> SERVE_CLIENT =
            new Setting<>(
                    "parley.serve-client",
                    Kind.flag(true),
                    "Whether Parley serves the JavaScript client, for example at"
                            + " `/socket.io/socket.io.js`.");

    private static final Setting<Integer> MAX_CONNECTIONS =
            new Setting<>(
                    "parley.max-connections",
                    Kind.number(20_000, 1, MANY),
                    "The maximum number of connections to this node.");

    private static final Setting<Integer> MAX_PER_USER =
            new Setting<>(
                    "parley.max-connections-per-user",
                    Kind.number(100, 1, MANY),
                    "The maximum number of connections of one user to this node.");

    private static final Setting<Integer> MAX_PAYLOAD =
            new Setting<>(
                    "parley.max-payload",
                    Kind.size(64 * KIB, LEAST_PAYLOAD, 16 * MIB),
                    "The largest WebSocket frame, polling request or REST body that a client may"
                            + " send, and the maximum total size of the attachments of one event.");

    private static final Setting<Integer> MAX_ATTACHMENTS =
            new Setting<>(
                    "parley.max-attachments",
                    Kind.number(10, 0, 1_000),
                    "The maximum number of binary attachments of one event.");

    private static final Setting<Integer> OUTBOX_BYTES =
            new Setting<>(
                    "parley.outbox.bytes",
                    buffer(MIB, LEAST_PAYLOAD).describedBy("`parley.max-payload` to 1GiB"),
                    "How many bytes may wait to be sent to one slow client before the server"
                            + " closes its connection. If `parley.max-payload` is larger than the"
                            + " default, it replaces the default.");

    private static final Setting<Duration> RESPONSE_TIMEOUT =
            new Setting<>(
                    "parley.response.timeout",
                    Kind.duration(Duration.ofMinutes(1), MOMENT, HOUR),
                    "The time that a client has to read the response to a REST or polling request"
                            + " before the server closes the HTTP connection.");

    private static final Setting<Integer> INBOX_EVENTS =
            new Setting<>(
                    "parley.inbox.events",
                    Kind.number(32, 1, 10_000),
                    "How many events of one connection may wait to be handled before the server"
                            + " stops reading from it.");

    private static final Setting<Integer> INBOX_BYTES =
            new Setting<>(
                    "parley.inbox.bytes",
                    buffer(128 * KIB, LEAST_PAYLOAD).describedBy("`parley.max-payload` to 1GiB"),
                    "How many bytes of one connection may wait to be handled before the server"
                            + " stops reading from it. If `parley.max-payload` is larger than the"
                            + " default, it replaces the default.");

    private static final Setting<Cors> ORIGINS =
            new Setting<>(
                    "parley.cors.origins",
                    Kind.of(
                            "list",
                            "",
                            "a list of origins such as https://portal.example or"
                                    + " http://localhost:3000, without a path, or *",
                            new Cors(false, Set.of()),
                            ConnectionSettings::origins),
                    "The web origins that may connect besides the server's own, for example"
                            + " `https://portal.example,http://localhost:3000`. `*` allows every"
                            + " origin.");

    private static final Setting<Optional<String>> COOKIE =
            new Setting<>(
                    "parley.cookie.name",
                    Kind.text("the name of a cookie", Pattern.compile(COOKIE_NAME)),
                    "The name of a cookie with the session id of a polling client, for example"
                            + " `io`. Load balancers use it to route a client to the same node"
                            + " each time. By default, there is no cookie.");

    private static final Setting<String> COOKIE_PATH =
            new Setting<>(
                    "parley.cookie.path",
                    Kind.text("/", "a path such as /", Pattern.compile("/[!-:<-~]*")),
                    "The path of that cookie.");

    private static final Setting<String> SAME_SITE =
            new Setting<>(
                    "parley.cookie.same-site",
                    Kind.choice("Lax", List.of("Lax", "Strict", "None"), Function.identity()),
                    "The `SameSite` attribute of that cookie. `None` requires"
                            + " `parley.cookie.secure=true`.");

    private static final Setting<Boolean> SECURE =
            new Setting<>(
                    "parley.cookie.secure",
                    Kind.flag(false),
                    "Whether browsers send that cookie over TLS only.");

    static final SettingGroup TRANSPORTS =
            new SettingGroup(
                    "Transports and heartbeat",
                    "",
                    List.of(
                            PATH,
                            NAMED_TRANSPORTS,
                            UPGRADE_TIMEOUT,
                            PING_INTERVAL,
                            PING_TIMEOUT,
                            CONNECT_TIMEOUT,
                            RECOVERY_WINDOW,
                            SERVE_CLIENT));

    static final SettingGroup LIMITS =
            new SettingGroup(
                    "Limits of a connection",
                    "",
                    List.of(
                            MAX_CONNECTIONS,
                            MAX_PER_USER,
                            MAX_PAYLOAD,
                            MAX_ATTACHMENTS,
                            OUTBOX_BYTES,
                            RESPONSE_TIMEOUT,
                            INBOX_EVENTS,
                            INBOX_BYTES));

    static final SettingGroup BROWSERS =
            new SettingGroup(
                    "Origins and cookie",
                    "",
                    List.of(ORIGINS, COOKIE, COOKIE_PATH, SAME_SITE, SECURE));

    private ConnectionSettings() {}

    static Heartbeat heartbeat(Values values) {
        return new Heartbeat(
                values.get(PING_INTERVAL), values.get(PING_TIMEOUT), values.get(CONNECT_TIMEOUT));
    }

    static Connections connections(Values values) {
        return new Connections(
                values.get(MAX_CONNECTIONS), values.get(MAX_PER_USER), values.get(MAX_PAYLOAD));
    }

    static Transports transports(Values values) {
        List<String> named = values.get(NAMED_TRANSPORTS);
        return new Transports(
                values.get(PATH),
                named.contains(WEBSOCKET),
                named.contains(POLLING),
                values.get(UPGRADE_TIMEOUT),
                values.get(MAX_ATTACHMENTS),
                cookie(values),
                values.get(SERVE_CLIENT));
    }

    static Recovery recovery(Values values) {
        return new Recovery(values.get(RECOVERY_WINDOW));
    }

    static Cors cors(Values values) {
        return values.get(ORIGINS);
    }

    static Outbox outbox(Values values, Connections connections) {
        return new Outbox(
                values.get(OUTBOX_BYTES.with(buffer(MIB, connections.maxPayload()))),
                values.get(RESPONSE_TIMEOUT));
    }

    static Inbox inbox(Values values, Connections connections) {
        return new Inbox(
                values.get(INBOX_EVENTS),
                values.get(INBOX_BYTES.with(buffer(128 * KIB, connections.maxPayload()))));
    }

    /** A buffer that could not hold the largest frame would stop a connection for good. */
    private static Kind<Integer> buffer(int standard, int maxPayload) {
        return Kind.size(Math.max(standard, maxPayload), maxPayload, 1024 * MIB);
    }

    private static Optional<Cookie> cookie(Values values) {
        Optional<String> name = values.get(COOKIE);
        String path = values.get(COOKIE_PATH);
        String sameSite = values.get(SAME_SITE);
        boolean secure = values.get(SECURE);
        if (sameSite.equals("None") && !secure) {
            values.problem(
                    "parley.cookie.same-site=None requires parley.cookie.secure=true: browsers"
                            + " drop the cookie otherwise");
        }
        return name.map(n -> new Cookie(n, path, sameSite, secure));
    }

    private static String path(String text) throws InvalidValueException {
        String clean = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        if (!clean.matches("(/[A-Za-z0-9._~-]+)+")
                || clean.matches("/(ws|api|dev|vendor|health|metrics|openapi)(/.*)?")) {
            throw new InvalidValueException(text);
        }
        return clean;
    }

    private static List<String> transports(String text) throws InvalidValueException {
        List<String> named =
                Kind.items(
                        text,
                        item ->
                                Kind.good(
                                        Optional.of(item)
                                                .filter(List.of(WEBSOCKET, POLLING)::contains),
                                        item));
        return named.isEmpty() ? List.of(WEBSOCKET, POLLING) : named;
    }

    private static Cors origins(String text) throws InvalidValueException {
        List<Optional<Origin>> parsed =
                Kind.items(
                        text,
                        item ->
                                item.equals(ANY_ORIGIN)
                                        ? Optional.empty()
                                        : Optional.of(Kind.good(Origin.parse(item), item)));
        Set<Origin> named = new LinkedHashSet<>();
        parsed.forEach(origin -> origin.ifPresent(named::add));
        return new Cors(parsed.contains(Optional.<Origin>empty()), named);
    }
}
