package dev.parley.conversation;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.api.User;
import dev.parley.config.Settings;
import dev.parley.flow.Failures;
import dev.parley.history.MessageStore;
import dev.parley.history.RoomInfo;
import dev.parley.history.RoomStore;
import dev.parley.history.Visibility;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Naming;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads the history of rooms. Thread-safe. */
@ApplicationScoped
public class HistoryReading {

    /** A page of a room's messages, and the state of the room at that time. */
    public record HistoryPage(RoomInfo room, MessageStore.Page page) {}

    @Inject private RoomStore rooms;
    @Inject private PageReader pages;
    @Inject private PageBudget budget;
    @Inject private RoomRights rights;
    @Inject private Database database;
    @Inject private Settings settings;

    /**
     * Reads a page of a room that the socket has joined, of a direct room of its user, or of a
     * closed room that the user may see.
     *
     * @param before the {@code seq} that the page ends before, or null
     * @param after the {@code seq} that the page starts after, or null; without both, the newest
     *     page
     * @param limit the page size; null for the configured one
     * @param end receives the page or a failure; the next page of the socket waits for its return
     */
    public void history(
            LocalSocket socket,
            String roomId,
            @Nullable Long before,
            @Nullable Long after,
            @Nullable Integer limit,
            BiConsumer<HistoryPage, Throwable> end) {
        int size = limit != null ? limit : settings.history().page();
        budget.answer(
                budget.acquire(socket),
                () ->
                        database.later(
                                () -> {
                                    RoomInfo room = requireOpen(socket, roomId);
                                    PageReader.Reader reader = PageReader.Reader.of(socket);
                                    return new HistoryPage(
                                            room, page(room, before, after, size, reader));
                                }),
                end);
    }

    private RoomInfo requireOpen(LocalSocket socket, String roomId) {
        RoomInfo room = rights.requireReadable(roomId, socket.user());
        // These rooms cannot be joined: all who may see them may read them.
        boolean open = room.closed() || room.visibility() == Visibility.DIRECT;
        if (!open && !socket.rooms().contains(roomId)) {
            throw new RefusedException(ErrorCode.NOT_IN_ROOM);
        }
        return room;
    }

    /**
     * Reads a page for a user without a connection; does not require having joined the room.
     *
     * @param answered completes when the client has read the page, or will not read it
     */
    public CompletionStage<HistoryPage> history(
            User reader,
            String roomId,
            @Nullable Long before,
            @Nullable Long after,
            @Nullable Integer limit,
            CompletionStage<Void> answered) {
        int size = limit != null ? limit : settings.history().page();
        PageReader.Reader to = new PageReader.Reader(reader.id(), Naming.SNAKE);
        CompletableFuture<HistoryPage> result = new CompletableFuture<>();
        budget.answer(
                budget.acquire(reader.id()),
                () ->
                        database.later(
                                () -> {
                                    RoomInfo room = rights.requireReadable(roomId, reader);
                                    return new HistoryPage(
                                            room, page(room, before, after, size, to));
                                }),
                Failures.into(result),
                answered);
        return result;
    }

    /** Returns a room that the user may read. */
    public CompletionStage<RoomInfo> room(User reader, String roomId) {
        return database.later(() -> rights.requireReadable(roomId, reader));
    }

    private MessageStore.Page page(
            RoomInfo room,
            @Nullable Long before,
            @Nullable Long after,
            int size,
            PageReader.Reader reader) {
        if (after != null) {
            return pages.after(room, after, size, reader);
        }
        return before != null
                ? pages.before(room, before, size, reader)
                : pages.newest(room, size, reader);
    }
}
