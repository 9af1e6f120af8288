package dev.parley.api;

/**
 * A portal's own rules for chat rooms. Every CDI bean that implements it is asked, after Parley's
 * own rules have agreed; the first that throws a {@link RefusedException} decides, and the client
 * gets its code and message. Another exception is logged, and the client gets {@code
 * INTERNAL_ERROR}.
 *
 * <p>Policies bind everyone whose token is known, admins included. They do not apply to direct
 * messages, nor to messages that the portal posts in the name of a user, through {@link
 * Publisher#send} or as a service by the REST API. {@link Publisher#join} asks them, like a join by
 * the client. Public rooms stay in the list of rooms, with their name, topic and counts, even for
 * users who may not enter them.
 *
 * <p>Threads: called from many threads at once.
 */
public interface RoomPolicy {

    /**
     * Judges whether a user may enter a room: join it, return to it after a lost connection, and
     * read its history and members, also by the REST API. With a new token all joined rooms are
     * judged again, and the connection leaves those that are refused.
     *
     * <p>Called in a transaction on a thread that may block; it may be called again for the same
     * request.
     */
    default void checkEnter(User user, ChatRoom room) {}

    /**
     * Judges whether a user who has joined a room may send to it: messages, edits, and events that
     * are not stored. Called on the thread that read the event: it must not block.
     */
    default void checkPost(User user, String roomId) {}

    /**
     * Judges whether a user may create a room, by {@code create_room} or by joining one that does
     * not exist.
     *
     * <p>Called on a thread that may block; for {@code create_room} on the thread that read the
     * event, which must not.
     */
    default void checkCreate(User user, ChatRoom room) {}
}
