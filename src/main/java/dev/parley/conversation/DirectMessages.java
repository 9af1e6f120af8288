package dev.parley.conversation;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.history.KeyedLocks;
import dev.parley.history.Role;
import dev.parley.history.RoomDraft;
import dev.parley.history.RoomInfo;
import dev.parley.history.RoomStore;
import dev.parley.history.StoredMessage;
import dev.parley.history.UserStore;
import dev.parley.hub.LocalSocket;
import dev.parley.room.Rooms;
import dev.parley.security.Digests;
import dev.parley.security.Identity;
import dev.parley.security.Secrets;
import dev.parley.stream.DirectRecovery;
import dev.parley.stream.FeedRelay;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Direct messages between two users, stored in a room of their own. Thread-safe. */
@ApplicationScoped
public class DirectMessages {

    private static final int ROOM_ID_BYTES = 12;

    @Inject private RoomStore rooms;
    @Inject private UserStore users;
    @Inject private Rooms online;
    @Inject private Committing committing;
    @Inject private Database database;
    @Inject private FeedRelay relay;
    @Inject private DirectRecovery recovery;

    private final KeyedLocks newPairs = new KeyedLocks();

    /**
     * Stores a message, and delivers it to the recipient and the sender's other connections.
     *
     * @return the committed message; fails with USER_NOT_FOUND for an unknown recipient
     */
    public CompletionStage<StoredMessage> send(
            LocalSocket sender, String recipientId, String text, @Nullable String clientMessageId) {
        if (sender.user().anonymous()) {
            // Their conversations would stay for good, and nobody could read them.
            throw new RefusedException(ErrorCode.ACCESS_DENIED);
        }
        String pair = pair(sender.user().id(), recipientId);
        return database.laterHolding(
                        newPairs, pair, () -> room(pair, sender.user().id(), recipientId))
                .thenCompose(
                        room ->
                                append(
                                        sender,
                                        recipientId,
                                        new Posting.Post(
                                                room.id(), text, clientMessageId, null, null)));
    }

    private CompletionStage<StoredMessage> append(
            LocalSocket sender, String recipientId, Posting.Post post) {
        Set<String> both = users(sender.user().id(), recipientId);
        Instant begun = Instant.now();
        return committing
                .commit(
                        Posting.draft(sender.user(), post),
                        stored -> relay.committedDirect(stored.event(), both, sender.id()),
                        // The sender received no ack; perhaps their node never learned of the
                        // commit.
                        before -> recovery.missed(before.message(), both, sender.id()))
                .whenComplete(
                        (message, failure) -> {
                            if (isUnknown(failure)) {
                                recovery.suspect(begun);
                            }
                        });
    }

    private static boolean isUnknown(@Nullable Throwable failure) {
        return failure instanceof RefusedException refused && refused.isOutcomeUnknown();
    }

    /** Returns both users; one if a user writes to themselves. */
    private static Set<String> users(String senderId, String recipientId) {
        return new LinkedHashSet<>(List.of(senderId, recipientId));
    }

    private RoomInfo room(String pair, String senderId, String recipientId) {
        // A user who is online may not be stored yet. Anonymous users never are.
        boolean known =
                users.find(recipientId).isPresent()
                        || online.isOnline(recipientId) && Identity.isSubject(recipientId);
        if (!known) {
            throw new RefusedException(ErrorCode.USER_NOT_FOUND);
        }
        return rooms.findDirect(pair).orElseGet(() -> create(pair, senderId, recipientId));
    }

    private RoomInfo create(String pair, String senderId, String recipientId) {
        long now = System.currentTimeMillis();
        String id = RoomRights.DIRECT_PREFIX + Secrets.random(ROOM_ID_BYTES);
        RoomInfo room = rooms.create(RoomDraft.direct(id, pair), now);
        Stream.of(senderId, recipientId)
                .distinct()
                .forEach(user -> rooms.enrol(id, user, Role.MEMBER, 0, now));
        return room;
    }

    /**
     * Returns the same key for both users. A digest, because two ids may not fit into the column.
     */
    static String pair(String one, String other) {
        boolean ordered = one.compareTo(other) <= 0;
        String first = ordered ? one : other;
        String second = ordered ? other : one;
        // The length distinguishes ("a", "bc") from ("ab", "c").
        String both = first.length() + " " + first + second;
        return Digests.sha256(both.getBytes(StandardCharsets.UTF_8));
    }
}
