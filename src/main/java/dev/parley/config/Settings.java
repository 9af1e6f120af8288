package dev.parley.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * All settings of Parley, read and validated once at start-up. Immutable, so usable from any
 * thread.
 *
 * <p>Sizes are bytes, times are {@link Duration}s, and a count of 0 means what the component says.
 * The names, defaults and limits of the settings are in {@link SettingsReader}.
 *
 * @param enabled whether clients are served at all ({@code parley.enabled})
 * @param debug whether internal errors show their detail to clients ({@code parley.debug})
 * @param version the version of this build ({@code parley.version})
 */
public record Settings(
        boolean enabled,
        boolean debug,
        String version,
        Heartbeat heartbeat,
        Connections connections,
        Transports transports,
        Cors cors,
        Rate rate,
        Auth auth,
        Database database,
        Cluster cluster,
        History history,
        Recovery recovery,
        Drain drain,
        Chat chat,
        Rooms rooms,
        Presence presence,
        Channels channels,
        Outbox outbox,
        Inbox inbox,
        Handlers handlers,
        Errors errors,
        Dev dev,
        Jwt jwt) {

    /**
     * What keeps a connection alive.
     *
     * @param interval between two pings of Engine.IO ({@code parley.ping-interval})
     * @param timeout for the pong ({@code parley.ping-timeout})
     * @param connectTimeout within which a connection must have joined a namespace ({@code
     *     parley.connect-timeout})
     */
    public record Heartbeat(Duration interval, Duration timeout, Duration connectTimeout) {}

    /**
     * Bounds of the connections of this node.
     *
     * @param max of all users together ({@code parley.max-connections})
     * @param maxPerUser of one user ({@code parley.max-connections-per-user})
     * @param maxPayload largest frame that a client may send, in bytes ({@code parley.max-payload})
     */
    public record Connections(int max, int maxPerUser, int maxPayload) {}

    /**
     * The ways of Socket.IO clients to this server.
     *
     * @param path where they connect, without a slash at its end ({@code parley.path})
     * @param webSocket whether WebSocket is one ({@code parley.transports})
     * @param polling whether HTTP long polling is one ({@code parley.transports})
     * @param upgradeTimeout within which an upgrade to WebSocket must be done ({@code
     *     parley.upgrade-timeout})
     * @param maxAttachments of one packet ({@code parley.max-attachments}); their bytes together
     *     are bounded by {@link Connections#maxPayload()}
     * @param cookie that a load balancer can go by; empty for none ({@code parley.cookie.name})
     * @param serveClient whether the JavaScript client is served at the path ({@code
     *     parley.serve-client})
     */
    public record Transports(
            String path,
            boolean webSocket,
            boolean polling,
            Duration upgradeTimeout,
            int maxAttachments,
            Optional<Cookie> cookie,
            boolean serveClient) {}

    /**
     * The cookie of polling clients, which holds the id of their session.
     *
     * @param name such as {@code io} ({@code parley.cookie.name})
     * @param path ({@code parley.cookie.path})
     * @param sameSite {@code Lax}, {@code Strict} or {@code None} ({@code parley.cookie.same-site})
     * @param secure whether it is sent over TLS only ({@code parley.cookie.secure})
     */
    public record Cookie(String name, String path, String sameSite, boolean secure) {}

    /**
     * Foreign origins that may connect ({@code parley.cors.origins}).
     *
     * @param any whether {@code *} is configured
     * @param origins the origins that are configured one by one
     */
    public record Cors(boolean any, Set<Origin> origins) {
        public Cors {
            origins = Set.copyOf(origins);
        }
    }

    /**
     * How many events a user may send: {@code limit} in each sliding {@code window} ({@code
     * parley.rate.limit}, {@code parley.rate.window}).
     */
    public record Rate(int limit, Duration window) {}

    /**
     * @param anonymous whether a client without a token is let in ({@code parley.auth.anonymous})
     * @param warn before the end of a token its client is told ({@code parley.auth.warn})
     * @param grace after the end of a token for which its connection stays, to bring a new one
     *     ({@code parley.auth.grace})
     */
    public record Auth(boolean anonymous, Duration warn, Duration grace) {}

    /**
     * What is done with the database at start-up.
     *
     * @param migrate whether its schema is brought up to date, or only looked at ({@code
     *     parley.database.migrate})
     * @param durable whether one that may lose what it has committed is refused ({@code
     *     parley.database.durable})
     */
    public record Database(boolean migrate, boolean durable) {}

    /**
     * How this node finds the others of its cluster, and talks with them.
     *
     * @param stack {@code parley.cluster.stack}
     * @param name of the cluster: nodes of another name are strangers ({@code parley.cluster.name})
     * @param bindAddress where the others reach this node; empty for an address of the private
     *     network ({@code parley.cluster.bind-address})
     * @param port the first of thirty that are tried ({@code parley.cluster.port})
     * @param hosts where {@link Stack#TCP} looks for others, as {@code host:port} ({@code
     *     parley.cluster.hosts})
     * @param dnsQuery the name that stands for all nodes where {@link Stack#KUBERNETES} looks for
     *     them ({@code parley.cluster.dns-query})
     * @param keystore a PKCS#12 file with the key and certificates that all nodes share; empty for
     *     traffic that is neither encrypted nor authenticated ({@code parley.cluster.keystore})
     */
    public record Cluster(
            Stack stack,
            String name,
            Optional<String> bindAddress,
            int port,
            List<String> hosts,
            Optional<String> dnsQuery,
            Optional<Keystore> keystore) {

        public Cluster {
            hosts = List.copyOf(hosts);
        }

        /** How nodes find each other. */
        public enum Stack {
            /** By the database, unless it is one that no other node can use. */
            AUTO,
            /** Not at all: this node is alone. */
            NONE,
            /** By a table of the database. */
            JDBC,
            /** By a list of hosts. */
            TCP,
            /** By multicast, which carries the traffic, too. */
            UDP,
            /** By a name of the DNS, such as that of a headless service of Kubernetes. */
            KUBERNETES
        }

        /**
         * @param password of the file and the key ({@code parley.cluster.keystore.password})
         */
        public record Keystore(String path, String password) {}
    }

    /**
     * @param page messages in a page where the client names no number ({@code parley.history.page})
     * @param recoveryLimit most messages that a join with {@code since} returns ({@code
     *     parley.recovery.limit})
     */
    public record History(int page, int recoveryLimit) {}

    /**
     * @param window for which a client that got lost can take up its session again; zero for never
     *     ({@code parley.recovery.window})
     */
    public record Recovery(Duration window) {
        public boolean isOn() {
            return !window.isZero();
        }
    }

    /**
     * @param spread over which a node that drains sends its clients away ({@code
     *     parley.drain.spread})
     */
    public record Drain(Duration spread) {}

    /**
     * @param textLength longest text, in characters as people count them: Unicode code points
     *     ({@code parley.text.max-length})
     */
    public record Chat(int textLength) {}

    /**
     * @param autoCreate whether joining a room that is not there creates it ({@code
     *     parley.rooms.auto-create})
     * @param capacity of new rooms, in users; 0 is unlimited ({@code parley.rooms.capacity})
     * @param idleCleanup after which an empty room that nobody owns and that holds no message is
     *     removed; zero for never ({@code parley.rooms.idle-cleanup})
     */
    public record Rooms(boolean autoCreate, int capacity, Duration idleCleanup) {}

    /**
     * @param grace for which a user counts as online after the last connection was lost; may be
     *     zero ({@code parley.presence.grace})
     * @param scope who hears that a user comes or goes ({@code parley.presence.scope})
     * @param allLimit online users above which {@link Scope#ALL} acts as {@link Scope#ROOMS}
     *     ({@code parley.presence.all-limit})
     */
    public record Presence(Duration grace, Scope scope, int allLimit) {

        /** Who hears that a user comes or goes. */
        public enum Scope {
            /** Everyone who is connected. */
            ALL,
            /** Those who share a room with the user. */
            ROOMS
        }
    }

    /**
     * The channels of the namespace {@code /realtime}.
     *
     * @param rules who may subscribe to which ({@code parley.channels.rules}); what none of them
     *     allows is denied
     * @param max that one connection may subscribe to ({@code parley.channels.max})
     */
    public record Channels(List<ChannelRule> rules, int max) {
        public Channels {
            rules = List.copyOf(rules);
        }
    }

    /**
     * @param bytes that may wait for one slow client ({@code parley.outbox.bytes}); never less than
     *     {@link Connections#maxPayload()}
     */
    public record Outbox(int bytes) {}

    /**
     * What one connection may have sent and not yet seen handled.
     *
     * @param events at most ({@code parley.inbox.events})
     * @param bytes at most ({@code parley.inbox.bytes}); never less than {@link
     *     Connections#maxPayload()}
     */
    public record Inbox(int events, int bytes) {}

    /**
     * The pool for handlers that block.
     *
     * @param threads how many may run at once ({@code parley.handlers.threads})
     * @param queue how many events may wait for a thread ({@code parley.handlers.queue})
     */
    public record Handlers(int threads, int queue) {}

    /**
     * @param exceptionEvent whether errors without an ack are sent as the event {@code exception}
     *     too ({@code parley.errors.exception-event})
     */
    public record Errors(boolean exceptionEvent) {}

    /**
     * @param enabled whether anybody can get a token; never in production ({@code
     *     parley.dev.enabled})
     * @param keyFile of the key that signs those tokens, made if it is not there; empty for a key
     *     that is gone with the server ({@code parley.dev.key-file})
     */
    public record Dev(boolean enabled, Optional<Path> keyFile) {}

    /**
     * The standard settings of MicroProfile JWT Auth 2.1, {@code mp.jwt.*}.
     *
     * @param publicKey the key itself; never together with {@code publicKeyLocation}
     * @param publicKeyLocation where the key is: a path, a class path resource or a URL
     * @param algorithm the only signature algorithm that is accepted, for example {@code RS256}
     * @param issuer what {@code iss} must be; in development mode always present
     * @param audiences one of which must be in {@code aud}; empty: {@code aud} is not looked at
     * @param clockSkew by which clocks may differ; zero unless configured, as the specification
     *     names no default
     * @param tokenAge time after {@code iat} at which a token ends, whatever {@code exp} says
     * @param tokenCookie the cookie in which a handshake carries its token; empty where it is in
     *     the {@code Authorization} header
     */
    public record Jwt(
            Optional<String> publicKey,
            Optional<String> publicKeyLocation,
            String algorithm,
            Optional<String> issuer,
            List<String> audiences,
            Duration clockSkew,
            Optional<Duration> tokenAge,
            Optional<String> tokenCookie) {

        public Jwt {
            Objects.requireNonNull(algorithm, "algorithm");
            audiences = List.copyOf(audiences);
        }

        /** Whether a key for the verification of tokens is configured. */
        public boolean hasKey() {
            return publicKey.isPresent() || publicKeyLocation.isPresent();
        }
    }
}
