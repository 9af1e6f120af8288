package dev.parley.bench.target;

import java.net.InetSocketAddress;
import java.util.List;

/** A server that speaks Socket.IO, with {@code join_room} and {@code send_message}. */
public interface Target extends AutoCloseable {

    /** As it is named in arguments and results. */
    String name();

    /** Describes it in one line, including the durability of its store. */
    String description();

    InetSocketAddress address();

    /** Returns tokens for a number of users; empty if the server requires none. */
    default List<String> tokens(int users) {
        return List.of();
    }

    /** The processes of the server itself. */
    List<Long> serverPids();

    /** The processes that it keeps its data in; none if it is its own. */
    default List<Long> storePids() {
        return List.of();
    }

    /** Returns whether a reconnecting client receives what it missed ({@code since}). */
    boolean resumes();

    @Override
    void close();
}
