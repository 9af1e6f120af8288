package dev.parley.history;

/** Something that is to become a part of a room's stream. Immutable. */
public sealed interface Draft permits MessageDraft, MessageChange {

    /** A UUID of version 7, by which it is found again where a commit gave no answer. */
    String id();

    String roomId();
}
