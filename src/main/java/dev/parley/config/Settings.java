package dev.parley.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * All settings of Parley, read and validated once at start-up. Immutable and thread-safe.
 *
 * <p>Sizes are in bytes. {@link SettingsCatalog} describes each setting with its default and range.
 *
 * @param enabled whether clients are served at all ({@code parley.enabled})
 * @param debug whether clients see the exception of an internal error ({@code parley.debug})
 * @param version the version of this build ({@code parley.version})
 */
public record Settings(
        boolean enabled,
        boolean debug,
        String version,
        Heartbeat heartbeat,
        Connections connections,
        Requests requests,
        Unjoined unjoined,
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
     * The heartbeat.
     *
     * @param interval the time between two pings of Engine.IO ({@code parley.ping-interval})
     * @param timeout the time to wait for the pong ({@code parley.ping-timeout})
     * @param connectTimeout the time in which a connection must join a namespace ({@code
     *     parley.connect-timeout})
     */
    public record Heartbeat(Duration interval, Duration timeout, Duration connectTimeout) {}

    /**
     * Limits of the connections of this node.
     *
     * @param max connections of all users together ({@code parley.max-connections})
     * @param maxPerUser connections of one user ({@code parley.max-connections-per-user})
     * @param maxPayload the largest frame that a client may send ({@code parley.max-payload})
     */
    public record Connections(int max, int maxPerUser, int maxPayload) {}

    /**
     * Limits of HTTP requests; {@link Connections#maxPayload()} limits each body.
     *
     * @param bodyTimeout the time that a client has to send a body ({@code parley.body.timeout})
     * @param bodyMemory bytes of all bodies that this node may hold at once ({@code
     *     parley.body.memory})
     * @param bodyMemoryPerAddress bytes of the bodies from one address ({@code
     *     parley.body.memory-per-address})
     * @param maxHead bytes of a request's URL and headers ({@code parley.max-head})
     */
    public record Requests(
            Duration bodyTimeout, int bodyMemory, int bodyMemoryPerAddress, int maxHead) {}

    /**
     * Limits of the connections that have not joined a namespace.
     *
     * @param max all of them on this node ({@code parley.max-unjoined})
     * @param maxPerAddress those of one address ({@code parley.max-unjoined-per-address})
     * @param pollingTimeout the time that a polling client has to join a namespace ({@code
     *     parley.connect-timeout-polling})
     * @param maxPayload the largest WebSocket message or polling request ({@code
     *     parley.max-payload-unjoined})
     * @param trustedProxies the proxies whose {@code X-Forwarded-For} header gives the client's
     *     address ({@code parley.trusted-proxies})
     */
    public record Unjoined(
            int max,
            int maxPerAddress,
            Duration pollingTimeout,
            int maxPayload,
            List<AddressRange> trustedProxies) {
        public Unjoined {
            trustedProxies = List.copyOf(trustedProxies);
        }
    }

    /**
     * The transports of Socket.IO clients.
     *
     * @param path where clients connect, without a trailing slash ({@code parley.path})
     * @param webSocket whether WebSocket is enabled ({@code parley.transports})
     * @param polling whether HTTP long polling is enabled ({@code parley.transports})
     * @param upgradeTimeout the time in which an upgrade to WebSocket must complete ({@code
     *     parley.upgrade-timeout})
     * @param maxAttachments attachments of one packet ({@code parley.max-attachments}); {@link
     *     Connections#maxPayload()} limits their total size
     * @param cookie the cookie for load balancers; empty for none ({@code parley.cookie.name})
     * @param serveClient whether the JavaScript client is served below the path ({@code
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
     * The cookie of polling clients, which contains the id of their session.
     *
     * @param name for example {@code io} ({@code parley.cookie.name})
     * @param path ({@code parley.cookie.path})
     * @param sameSite {@code Lax}, {@code Strict} or {@code None} ({@code parley.cookie.same-site})
     * @param secure whether browsers send it over TLS only ({@code parley.cookie.secure})
     */
    public record Cookie(String name, String path, String sameSite, boolean secure) {}

    /**
     * Foreign origins that may connect ({@code parley.cors.origins}).
     *
     * @param any whether {@code *} is configured
     * @param origins the origins that are configured by name
     */
    public record Cors(boolean any, Set<Origin> origins) {
        public Cors {
            origins = Set.copyOf(origins);
        }
    }

    /**
     * The rate limit of a user: {@code limit} events in each sliding {@code window} ({@code
     * parley.rate.limit}, {@code parley.rate.window}).
     */
    public record Rate(int limit, Duration window, Broadcast broadcast) {

        /**
         * Events that reach everybody, as numbers in each window.
         *
         * @param messages whether {@code message} in {@code /} does ({@code
         *     parley.broadcast.messages})
         * @param rooms whether {@code room_created} is sent ({@code parley.broadcast.rooms})
         * @param limit of one user ({@code parley.broadcast.limit})
         * @param nodeLimit of all users of a node ({@code parley.broadcast.node-limit})
         */
        public record Broadcast(boolean messages, boolean rooms, int limit, int nodeLimit) {}
    }

    /**
     * @param anonymous whether clients without a token may connect ({@code parley.auth.anonymous})
     * @param maxToken the largest token ({@code parley.auth.max-token})
     * @param roles which groups mean which role
     * @param warn how long before its token expires a client is warned ({@code parley.auth.warn})
     * @param grace how long a connection stays open after its token expired ({@code
     *     parley.auth.grace})
     */
    public record Auth(
            boolean anonymous, int maxToken, Roles roles, Duration warn, Duration grace) {}

    /**
     * Which groups of a token mean which role of Parley.
     *
     * @param claim the claim that lists the groups ({@code parley.auth.groups-claim})
     * @param admin the groups that mean {@code admin} ({@code parley.auth.admin-groups})
     * @param service the groups that mean {@code service} ({@code parley.auth.service-groups})
     * @param moderator the groups that mean {@code moderator} ({@code
     *     parley.auth.moderator-groups})
     */
    public record Roles(
            String claim, List<String> admin, List<String> service, List<String> moderator) {

        public Roles {
            admin = List.copyOf(admin);
            service = List.copyOf(service);
            moderator = List.copyOf(moderator);
        }
    }

    /**
     * What start-up does with the database.
     *
     * @param migrate whether the schema is updated, or only checked ({@code
     *     parley.database.migrate})
     * @param durable whether a database that may lose commits is refused ({@code
     *     parley.database.durable})
     */
    public record Database(boolean migrate, boolean durable) {}

    /**
     * How this node finds and talks to the other nodes of its cluster.
     *
     * @param stack how nodes find each other ({@code parley.cluster.stack})
     * @param name the cluster; nodes with other names are ignored ({@code parley.cluster.name})
     * @param bindAddress where other nodes reach this one; empty for an address of the private
     *     network ({@code parley.cluster.bind-address})
     * @param port the first of thirty that are tried ({@code parley.cluster.port})
     * @param hosts other nodes for {@link Stack#TCP}, as {@code host:port} ({@code
     *     parley.cluster.hosts})
     * @param dnsQuery the name of all nodes for {@link Stack#KUBERNETES} ({@code
     *     parley.cluster.dns-query})
     * @param encryption how nodes without a key store authenticate each other ({@code
     *     parley.cluster.encryption})
     * @param keystore a PKCS#12 file with the key and certificate that all nodes share, which takes
     *     precedence over {@code encryption} ({@code parley.cluster.keystore})
     */
    public record Cluster(
            Stack stack,
            String name,
            Optional<String> bindAddress,
            int port,
            List<String> hosts,
            Optional<String> dnsQuery,
            Encryption encryption,
            Optional<Keystore> keystore) {

        public Cluster {
            hosts = List.copyOf(hosts);
        }

        /** How nodes find each other. */
        public enum Stack {
            /** By the database if an address is set and the database is not embedded. */
            AUTO,
            /** Not at all: this node has no cluster. */
            NONE,
            /** By a table of the database. */
            JDBC,
            /** By a list of hosts. */
            TCP,
            /** By multicast, which also carries the traffic. */
            UDP,
            /** By a DNS name, such as that of a headless service of Kubernetes. */
            KUBERNETES
        }

        /** How nodes without a key store authenticate each other and encrypt their traffic. */
        public enum Encryption {
            /** With a key in the database. */
            DATABASE,
            /** Not at all. */
            NONE
        }

        /**
         * @param password the password of the file and the key ({@code
         *     parley.cluster.keystore.password})
         */
        public record Keystore(String path, String password) {}
    }

    /**
     * @param page messages in a page if the client names no limit ({@code parley.history.page})
     * @param recoveryLimit the most messages that a join with {@code since} returns ({@code
     *     parley.recovery.limit})
     * @param pageBytes about the most bytes of a page ({@code parley.page.bytes})
     * @param bytesAtOnce bytes of pages that are read at once ({@code parley.page.bytes-at-once})
     */
    public record History(int page, int recoveryLimit, int pageBytes, int bytesAtOnce) {}

    /**
     * @param window how long the session of a disconnected client is kept; zero turns recovery off
     *     ({@code parley.recovery.window})
     */
    public record Recovery(Duration window) {
        public boolean isOn() {
            return !window.isZero();
        }
    }

    /**
     * @param spread the time over which a draining node disconnects its clients ({@code
     *     parley.drain.spread})
     */
    public record Drain(Duration spread) {}

    /**
     * @param textLength the longest text, in Unicode code points ({@code parley.text.max-length})
     */
    public record Chat(int textLength) {}

    /**
     * @param autoCreate whether joining a room that does not exist creates it ({@code
     *     parley.rooms.auto-create})
     * @param capacity users in a new room; 0 is unlimited ({@code parley.rooms.capacity})
     * @param idleCleanup the time after which an empty room without an owner and without messages
     *     is removed; zero for never ({@code parley.rooms.idle-cleanup})
     * @param creators roles, separated by commas, {@code *} or {@code none} ({@code
     *     parley.rooms.creators})
     * @param maxJoined rooms per connection ({@code parley.rooms.max-joined})
     * @param maxOwned open rooms per user ({@code parley.rooms.max-owned})
     * @param maxCreated rooms per user, node and hour ({@code parley.rooms.max-created})
     */
    public record Rooms(
            boolean autoCreate,
            int capacity,
            Duration idleCleanup,
            String creators,
            int maxJoined,
            int maxOwned,
            int maxCreated) {}

    /**
     * @param grace how long a user stays online after losing the last connection; may be zero
     *     ({@code parley.presence.grace})
     * @param scope who is notified when a user comes or goes ({@code parley.presence.scope})
     * @param allLimit online users above which {@link Scope#ALL} acts as {@link Scope#ROOMS}
     *     ({@code parley.presence.all-limit})
     */
    public record Presence(Duration grace, Scope scope, int allLimit) {

        /** Who is notified when a user comes or goes. */
        public enum Scope {
            /** Everybody who is connected. */
            ALL,
            /** Users who share a room with that user. */
            ROOMS
        }
    }

    /**
     * The channels of the namespace {@code /realtime}.
     *
     * @param rules who may subscribe to which channels ({@code parley.channels.rules}); a channel
     *     that none allows is denied
     * @param max channels of one connection ({@code parley.channels.max})
     */
    public record Channels(List<ChannelRule> rules, int max) {
        public Channels {
            rules = List.copyOf(rules);
        }
    }

    /**
     * @param bytes how much may wait for one slow client ({@code parley.outbox.bytes}); at least
     *     {@link Connections#maxPayload()}
     * @param responseTimeout how long a client may take to read an HTTP response ({@code
     *     parley.response.timeout})
     */
    public record Outbox(int bytes, Duration responseTimeout) {}

    /**
     * The events of one connection that wait to be handled.
     *
     * @param events at most ({@code parley.inbox.events})
     * @param bytes at most ({@code parley.inbox.bytes}); at least {@link Connections#maxPayload()}
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
     * @param exceptionEvent whether errors without an ack are also sent as the event {@code
     *     exception} ({@code parley.errors.exception-event})
     */
    public record Errors(boolean exceptionEvent) {}

    /**
     * @param enabled whether anybody can get a token; never in production ({@code
     *     parley.dev.enabled})
     * @param keyFile the key that signs those tokens, created if it does not exist; empty for a key
     *     in memory ({@code parley.dev.key-file})
     */
    public record Dev(boolean enabled, Optional<Path> keyFile) {}

    /**
     * The standard settings of MicroProfile JWT Auth 2.1, {@code mp.jwt.*}.
     *
     * @param publicKey the key; never together with {@code publicKeyLocation}
     * @param publicKeyLocation where the key is: a path, a class path resource or a URL
     * @param algorithm the only accepted signature algorithm, for example {@code RS256}
     * @param issuer the required {@code iss}; always present in development mode
     * @param audiences {@code aud} must contain one of them; if empty, {@code aud} is not checked
     * @param clockSkew how much clocks may differ; applies to {@code exp}, {@code nbf} and {@code
     *     iat}
     * @param tokenAge the time after {@code iat} at which a token expires, whatever {@code exp}
     *     says
     * @param tokenCookie the cookie that carries the token; empty if only the {@code Authorization}
     *     header does
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

        /** Whether a key to verify tokens is configured. */
        public boolean hasKey() {
            return publicKey.isPresent() || publicKeyLocation.isPresent();
        }
    }
}
