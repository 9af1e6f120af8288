package dev.parley.history;

import org.jspecify.annotations.Nullable;

/**
 * A message to store.
 *
 * @param id a UUID of version 7
 * @param clientMessageId identifies repeats; may be null
 * @param replyTo the id of a message of the same room, or null
 * @param metadata a JSON object as text, or null
 * @param createdAt milliseconds since the epoch
 */
public record MessageDraft(
        String id,
        String roomId,
        String userId,
        String username,
        String text,
        @Nullable String clientMessageId,
        @Nullable String replyTo,
        @Nullable String metadata,
        long createdAt)
        implements Draft {

    @Override
    public <R> R match(Cases<R> cases) {
        return cases.post(this);
    }
}
