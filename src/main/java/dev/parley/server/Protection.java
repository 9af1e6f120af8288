package dev.parley.server;

/**
 * A protection that needs more of an application server than the specifications offer. Its name
 * appears in the health data and the log; its text describes the consequence of its absence.
 */
public enum Protection {
    /** Reading from a client stops while its events wait. */
    READ_SUSPENSION(
            "a client that sends faster than its events are handled blocks a thread of the server"
                    + " for up to 10 s, or fills the memory if the server reads on meanwhile"),

    /** Pings and pongs of a client are limited like its events. */
    PONG_LIMIT("a client that floods the server with pings and reads no pongs can fill the memory"),

    /** A connection is closed even if its client does not answer the close frame. */
    CONNECTION_ABORT(
            "clients that do not answer a close frame keep their sockets open, and clients that send"
                    + " pings and read nothing can occupy all threads"),

    /** A request whose body does not end is aborted. */
    REQUEST_ABORT(
            "clients that send request bodies byte by byte can occupy all threads, or keep their"
                    + " connections indefinitely if nobody reads the bodies"),

    /** Request bodies are received without blocking threads. */
    REQUEST_BODIES("clients that send request bodies slowly occupy one thread each"),

    /** Responses are written without blocking threads. */
    ASYNC_WRITES("clients that read responses slowly occupy one thread each"),

    /** Cookies of other applications that the server cannot parse are removed. */
    FOREIGN_COOKIES("a cookie with non-ASCII characters makes WildFly fail requests with 500"),

    /** A frame larger than allowed is rejected before it is read. */
    FRAME_LIMIT("a client can fill the memory with one large frame"),

    /** The fragments of a message, and the pieces of a frame, are limited. */
    FRAGMENT_LIMIT(
            "a client can fill the memory with one message that it sends in small pieces, and texts"
                    + " in fragments that are cut inside a character are refused"),

    /** Close frames and pings are handled only when no write to their client is in progress. */
    CONTROL_FRAMES(
            "clients that send close frames or pings at the same moment can occupy all threads for"
                    + " half a minute"),

    /** A WebSocket handshake may follow any number of requests on its connection. */
    HANDSHAKES(
            "some clients, for example Java's own, fail a WebSocket handshake that follows 99"
                    + " requests on its connection"),

    /** The thread that sends also writes to the socket. */
    DIRECT_SENDS("each send wakes one or two more threads, which costs CPU time"),

    /** Clients are sent to other nodes before the server closes their connections. */
    STOP_NOTICE(
            "clients are not sent to other nodes before this server stops; all reconnect at"
                    + " once"),

    /** A read that loses its database connection fails at once. */
    READ_RETRIES("reads that lose their database connection are repeated for up to 15 s");

    private final String consequence;

    Protection(String consequence) {
        this.consequence = consequence;
    }

    /** Returns what happens without this protection, as the rest of a sentence. */
    public String consequence() {
        return consequence;
    }
}
