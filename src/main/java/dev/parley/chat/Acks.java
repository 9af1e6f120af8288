package dev.parley.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The acknowledgements, for clients of the canonical naming; null fields are left out. */
public final class Acks {

    private Acks() {}

    /** Without the messages, which are encoded already. */
    public record Joined(
            String joined,
            long lastSeq,
            @Nullable String epoch,
            long rev,
            @Nullable Boolean recovered,
            @Nullable Boolean more) {}

    /** Without the messages, too. */
    public record KebabJoined(
            String status,
            String room,
            long lastSeq,
            @Nullable String epoch,
            long rev,
            @Nullable Boolean recovered,
            @Nullable Boolean more) {}

    public record Left(String left) {}

    public record KebabRoom(String status, String room) {}

    public record KebabSent(String status, String messageId, long seq) {}

    public record DirectSent(
            boolean sent, String messageId, long seq, String roomId, String timestamp) {}

    public record Ok(boolean ok) {
        static final Ok OK = new Ok(true);
    }

    public record Changed(boolean ok, long rev) {}

    public record Received(boolean ok, String received) {}

    public record Member(String userId, String username, int connections) {}

    public record Members(List<Member> members, @Nullable String next) {}

    public record OnlineUser(String userId, String username) {}

    public record OnlineUsers(List<OnlineUser> users, @Nullable String next) {}

    public record RoomCreated(String roomId) {}

    public record KebabRoomCreated(String room) {}

    public record Closed(String closed) {}

    public record FoundUsers(List<?> users) {}
}
