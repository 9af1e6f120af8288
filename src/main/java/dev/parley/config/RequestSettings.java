package dev.parley.config;

import dev.parley.config.Settings.Connections;
import dev.parley.config.Settings.Requests;
import dev.parley.config.Settings.Unjoined;
import java.time.Duration;
import java.util.List;

/** The limits of requests and connections before their user is known. Stateless. */
final class RequestSettings {

    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    private static final Setting<Duration> BODY_TIMEOUT =
            new Setting<>(
                    "parley.body.timeout",
                    Kind.duration(
                            Duration.ofSeconds(15), Duration.ofMillis(50), Duration.ofHours(1)),
                    "The time that a client has to send the body of a request. After that, WildFly"
                            + " closes the HTTP connection. On Open Liberty, Parley responds with 408"
                            + " if it is still reading the body, and the connection is closed 2 s"
                            + " later if the body is still incomplete. There, `readTimeout` in"
                            + " `server.xml` also ends a request to which nothing arrives.");

    private static final Setting<Integer> BODY_MEMORY =
            new Setting<>(
                    "parley.body.memory",
                    Kind.size(64 * MIB, MIB, 1024 * MIB),
                    "How many bytes of request bodies this node may hold at once. Above it,"
                            + " requests with a body fail with 503.");

    private static final Setting<Integer> BODY_MEMORY_PER_ADDRESS =
            new Setting<>(
                    "parley.body.memory-per-address",
                    Kind.size(16 * MIB, 64 * KIB, 1024 * MIB),
                    "How many of these bytes may come from one address, or from one IPv6 network"
                            + " (64 bits). Behind a proxy that is not in"
                            + " `parley.trusted-proxies`, all clients share the address of the"
                            + " proxy.");

    private static final Setting<Integer> MAX_HEAD =
            new Setting<>(
                    "parley.max-head",
                    Kind.size(64 * KIB, 8 * KIB, MIB),
                    "How many bytes the URL and headers of a request may have together. Larger"
                            + " requests fail with 431. The server has its own limits, which the"
                            + " supplied configurations set to `HTTP_MAX_HEAD`.");

    static final SettingGroup REQUESTS =
            new SettingGroup(
                    "HTTP requests",
                    "",
                    List.of(MAX_HEAD, BODY_TIMEOUT, BODY_MEMORY, BODY_MEMORY_PER_ADDRESS));

    private static final Setting<Integer> MAX_UNJOINED =
            new Setting<>(
                    "parley.max-unjoined",
                    Kind.number(5_000, 1, 1_000_000),
                    "The maximum number of Socket.IO connections to this node that have not"
                            + " joined a namespace. Further connections fail with 503, and"
                            + " clients retry.");

    private static final Setting<Integer> MAX_UNJOINED_PER_ADDRESS =
            new Setting<>(
                    "parley.max-unjoined-per-address",
                    Kind.number(500, 1, 1_000_000),
                    "The maximum number of such connections from one address, or from one IPv6"
                            + " network (64 bits). Behind a proxy that is not in"
                            + " `parley.trusted-proxies`, all clients share the address of the"
                            + " proxy.");

    private static final Setting<Duration> POLLING_TIMEOUT =
            new Setting<>(
                    "parley.connect-timeout-polling",
                    Kind.duration(
                            Duration.ofSeconds(30), Duration.ofMillis(50), Duration.ofHours(1)),
                    "The time that a polling connection has to join a namespace. The shorter of"
                            + " this and `parley.connect-timeout` applies.");

    private static final Setting<Integer> MAX_PAYLOAD =
            new Setting<>(
                    "parley.max-payload-unjoined",
                    Kind.size(64 * KIB, 100, 16 * MIB),
                    "The largest WebSocket message or polling request that a connection without a"
                            + " namespace may send. The smaller of this and `parley.max-payload`"
                            + " applies.");

    private static final Setting<List<AddressRange>> TRUSTED_PROXIES =
            new Setting<>(
                    "parley.trusted-proxies",
                    Kind.of(
                            "list",
                            "127.0.0.0/8,::1",
                            "a list of IP addresses and ranges such as 10.0.0.0/8",
                            List.of(
                                    AddressRange.parse("127.0.0.0/8").orElseThrow(),
                                    AddressRange.parse("::1").orElseThrow()),
                            RequestSettings::ranges),
                    "The addresses, or ranges such as `10.0.0.0/8`, of the proxies in front of"
                            + " Parley. For their requests, the client's address is the last one"
                            + " in `X-Forwarded-For` that is not in this list. From other"
                            + " addresses, Parley ignores that header.");

    static final SettingGroup UNJOINED =
            new SettingGroup(
                    "Connections without a namespace",
                    "",
                    List.of(
                            MAX_UNJOINED,
                            MAX_UNJOINED_PER_ADDRESS,
                            POLLING_TIMEOUT,
                            MAX_PAYLOAD,
                            TRUSTED_PROXIES));

    private RequestSettings() {}

    static Unjoined unjoined(Values values, Connections connections) {
        return new Unjoined(
                values.get(MAX_UNJOINED),
                values.get(MAX_UNJOINED_PER_ADDRESS),
                values.get(POLLING_TIMEOUT),
                Math.min(values.get(MAX_PAYLOAD), connections.maxPayload()),
                values.get(TRUSTED_PROXIES));
    }

    private static List<AddressRange> ranges(String text) throws InvalidValueException {
        return Kind.items(text, item -> Kind.good(AddressRange.parse(item), item));
    }

    static Requests requests(Values values) {
        return new Requests(
                values.get(BODY_TIMEOUT),
                values.get(BODY_MEMORY),
                values.get(BODY_MEMORY_PER_ADDRESS),
                values.get(MAX_HEAD));
    }
}
