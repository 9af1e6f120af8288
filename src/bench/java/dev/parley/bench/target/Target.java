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
    List<String> tokens(int users);

    /** The processes of the server itself. */
    List<Long> serverPids();

    /** The processes that it keeps its data in. */
    List<Long> storePids();

    /** Whether a client that comes back gets what it missed ({@code since}). */
    boolean resumes();

    @Override
    void close();
}
