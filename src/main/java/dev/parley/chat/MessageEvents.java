package dev.parley.chat;

import dev.parley.api.Event;
import dev.parley.form.MessageForms;
import dev.parley.history.StoredMessage;
import dev.parley.history.Tally;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Rendition;
import dev.parley.hub.ServerEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An event that carries a whole message, parts of which depend on the reader. Rendered once for all
 * readers who see the same. Not thread-safe.
 */
final class MessageEvents implements Function<LocalSocket, Rendition> {

    /**
     * The parts of a message that depend on the reader.
     *
     * @param author whether the reader wrote the message
     * @param reactions the reader's own emojis
     */
    private record View(boolean author, Set<String> reactions) {
        static final View STRANGER = new View(false, Set.of());
    }

    private final ServerEvent event;
    private final StoredMessage message;
    private final Map<View, Rendition> renditions = new HashMap<>(4);

    MessageEvents(ServerEvent event, StoredMessage message) {
        this.event = event;
        this.message = message;
    }

    @Override
    public Rendition apply(LocalSocket reader) {
        String readerId = reader.user().id();
        return renditions.computeIfAbsent(view(readerId), view -> new Rendition(event(readerId)));
    }

    private View view(String readerId) {
        boolean author = message.clientMessageId() != null && message.userId().equals(readerId);
        if (message.reactions().isEmpty()) {
            return author ? new View(true, Set.of()) : View.STRANGER;
        }
        return new View(
                author,
                message.reactions().stream()
                        .filter(tally -> tally.userIds().contains(readerId))
                        .map(Tally::emoji)
                        .collect(Collectors.toSet()));
    }

    private Event event(String readerId) {
        return event.irregular(
                MessageForms.snake(message, readerId), () -> MessageForms.kebab(message, readerId));
    }
}
