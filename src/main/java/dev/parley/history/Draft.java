package dev.parley.history;

/** A change to a room's stream that is to be stored. Immutable. */
public sealed interface Draft permits MessageDraft, MessageChange {

    /** A UUID of version 7; identifies the draft after a commit of unknown outcome. */
    String id();

    String roomId();

    /** Calls the method of {@code cases} for this kind of draft and returns its result. */
    <R> R match(Cases<R> cases);

    /** A result for each kind of draft, without a default. */
    interface Cases<R> {

        R post(MessageDraft draft);

        R edit(MessageChange.Edit change);

        R delete(MessageChange.Delete change);

        R react(MessageChange.React change);
    }
}
