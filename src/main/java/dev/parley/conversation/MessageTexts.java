package dev.parley.conversation;

import dev.parley.form.MessageForms;
import dev.parley.history.StoredMessage;
import dev.parley.hub.Json;
import dev.parley.hub.Naming;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The messages of a page as JSON, for one reader. A reader thread encodes them; on the stripe of
 * the room, only what changed since then is encoded again. Not thread-safe.
 */
public final class MessageTexts {

    private final PageReader.Reader reader;
    private final Map<StoredMessage, String> known = new IdentityHashMap<>();

    MessageTexts(PageReader.Reader reader) {
        this.reader = reader;
    }

    /** The naming of the messages. */
    public Naming naming() {
        return reader.naming();
    }

    /** Returns each message as JSON. */
    public List<String> of(Collection<StoredMessage> messages) {
        return messages.stream().map(this::of).toList();
    }

    private String of(StoredMessage message) {
        return known.computeIfAbsent(
                message, m -> Json.write(MessageForms.of(m, reader.naming(), reader.id())));
    }
}
