package dev.parley.gateway;

/**
 * A payload that may continue where the client left off. Such an event has a budget of its own: a
 * client that reconnects repeats all of its joins, in addition to its ordinary events.
 */
public interface Resumable {

    /** Whether the event continues where the client left off. */
    boolean resumes();
}
