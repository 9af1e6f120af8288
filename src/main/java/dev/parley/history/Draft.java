package dev.parley.history;

/** Something that is to become a part of a room's stream. Immutable. */
public sealed interface Draft permits MessageDraft, MessageChange {

    /** A UUID of version 7, by which it is found again where a commit gave no answer. */
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
