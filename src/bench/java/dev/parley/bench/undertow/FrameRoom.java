package dev.parley.bench.undertow;

import jakarta.websocket.Session;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongFunction;

/** The sessions of a room, and the number of its last message. Thread-safe. */
final class FrameRoom {

    private final Set<Session> sessions = new LinkedHashSet<>();
    private long last;

    /** Sends the answer, and from then on every message. */
    synchronized void join(Session session, LongFunction<String> answer) {
        FrameEndpoint.send(session, answer.apply(last));
        sessions.add(session);
    }

    synchronized void leave(Session session) {
        sessions.remove(session);
    }

    /** Sends a message to all; returns its number. */
    synchronized long say(LongFunction<String> frame) {
        String text = frame.apply(++last);
        for (Session session : sessions) {
            if (session.isOpen()) {
                FrameEndpoint.send(session, text);
            }
        }
        return last;
    }
}
