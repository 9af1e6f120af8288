package dev.parley.bench.target;

import java.net.InetSocketAddress;
import java.util.List;

/** A server that speaks Socket.IO, with {@code join_room} and {@code send_message}. */
public interface Target extends AutoCloseable {

    /** As it is named in arguments and results. */
    String name();

    /** What it is in one line, with what its store does before it says that something is kept. */
    String description();

    InetSocketAddress address();

    /** Tokens of so many users; none if the server asks for none. */
    default List<String> tokens(int users) {
        return List.of();
    }

    /** The processes of the server itself. */
    List<Long> serverPids();

    /** The processes that it keeps its data in; none if it is its own. */
    default List<Long> storePids() {
        return List.of();
    }

    /** Whether a client that comes back gets what it missed ({@code since}). */
    boolean resumes();

    @Override
    void close();
}
