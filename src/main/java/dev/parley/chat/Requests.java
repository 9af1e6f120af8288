package dev.parley.chat;

import dev.parley.api.Field;
import dev.parley.form.ClientMessageId;
import dev.parley.form.Emoji;
import dev.parley.form.HasVisible;
import dev.parley.form.Limit;
import dev.parley.form.Metadata;
import dev.parley.form.RoomId;
import dev.parley.form.Text;
import dev.parley.gateway.Resumable;
import dev.parley.history.EmojiForm;
import jakarta.json.JsonObject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** The payloads of the events that clients send. */
final class Requests {

    /** Excludes characters that the database rejects in ids, cursors and searches. */
    static final String NO_NUL = "[^\\x00\\ud800-\\udfff]*";

    static final String NO_NUL_MESSAGE = "must not contain U+0000 or half a surrogate pair";

    private Requests() {}

    /** Returns the page size: {@code limit} or the default. */
    static int size(@Nullable Integer limit) {
        return limit != null ? limit : Limit.STANDARD;
    }

    /** Returns an object in its stored form; may be null. */
    static @Nullable String text(@Nullable JsonObject metadata) {
        return metadata == null ? null : metadata.toString();
    }

    record JoinRoom(
            @RoomId @Field(aliases = "room", id = true, bare = true) String roomId,
            @Min(value = 0, message = "must not be negative") @Nullable Long since,
            @Nullable String epoch,
            @Min(value = 0, message = "must not be negative") @Nullable Long rev)
            implements Resumable {

        @Override
        public boolean resumes() {
            return since != null;
        }
    }

    record LeaveRoom(
            @RoomId @Field(aliases = "room", id = true, bare = true) String roomId,
            @Nullable Boolean forget) {}

    record SendMessage(
            @RoomId @Field(aliases = "room", id = true) String roomId,
            @Text @Field(aliases = {"content", "message"}) String text,
            @ClientMessageId @Field(id = true) @Nullable String clientMessageId,
            @Field(id = true) @Nullable String replyTo,
            @Metadata @Nullable JsonObject metadata) {}

    record RoomMessage(
            @RoomId @Field(aliases = "room", id = true) String roomId,
            @Text @Field(aliases = {"content", "message"}) String text) {}

    record AnyMessage(
            @Text
                    @Field(
                            aliases = {"content", "message"},
                            bare = true)
                    String text,
            @Pattern(regexp = RoomId.REGEXP, message = RoomId.MESSAGE)
                    @Field(aliases = "room", id = true)
                    @Nullable String roomId) {}

    record Typing(
            @RoomId @Field(aliases = "room", id = true, bare = true) String roomId,
            @Nullable Boolean isTyping) {}

    record DirectMessage(
            @NotNull(message = "is required")
                    @Size(min = 1, max = 128, message = "must have 1 to 128 characters")
                    @Pattern(regexp = NO_NUL, message = NO_NUL_MESSAGE)
                    @Field(aliases = "to", id = true)
                    String recipientId,
            @Text @Field(aliases = {"content", "message"}) String text,
            @ClientMessageId @Field(id = true) @Nullable String clientMessageId) {}

    record EditMessage(
            @NotNull(message = "is required") @Field(id = true) String messageId,
            @Text @Field(aliases = {"content", "message"}) String text) {}

    record DeleteMessage(@NotNull(message = "is required") @Field(id = true) String messageId) {}

    record React(
            @NotNull(message = "is required") @Field(id = true) String messageId,
            @Emoji String emoji,
            @Nullable Boolean remove) {

        React {
            emoji = emoji == null ? null : EmojiForm.of(emoji);
        }
    }

    record GetHistory(
            @RoomId @Field(aliases = "room", id = true, bare = true) String roomId,
            @Min(value = 1, message = "must be at least 1") @Nullable Long before,
            @Min(value = 0, message = "must not be negative") @Nullable Long after,
            @Limit @Nullable Integer limit) {}

    record RoomMembers(
            @RoomId @Field(aliases = "room", id = true, bare = true) String roomId,
            @Pattern(regexp = NO_NUL, message = NO_NUL_MESSAGE) @Nullable String cursor,
            @Limit @Nullable Integer limit) {}

    record OnlineUsers(@Nullable String cursor, @Limit @Nullable Integer limit) {}

    record CreateRoom(
            @Pattern(regexp = RoomId.REGEXP, message = RoomId.MESSAGE)
                    @Field(aliases = "room", id = true)
                    @Nullable String roomId,
            @NotNull(message = "is required")
                    @Size(min = 1, max = 100, message = "must have 1 to 100 characters")
                    @Pattern(regexp = NO_NUL, message = NO_NUL_MESSAGE)
                    @HasVisible
                    String name,
            @NotNull(message = "is required")
                    @Pattern(regexp = "public", message = "must be \"public\"")
                    String visibility,
            @Min(value = 1, message = "must be at least 1")
                    @Max(value = 1_000_000, message = "must be at most 1000000")
                    @Nullable Integer capacity,
            @Size(max = 500, message = "must have at most 500 characters")
                    @Pattern(regexp = NO_NUL, message = NO_NUL_MESSAGE)
                    @Nullable String topic,
            @Metadata @Nullable JsonObject metadata) {}

    record CloseRoom(@RoomId @Field(aliases = "room", id = true, bare = true) String roomId) {}

    record ListRooms(
            @Size(max = 100, message = "must have at most 100 characters")
                    @Pattern(regexp = NO_NUL, message = NO_NUL_MESSAGE)
                    @Nullable String query,
            @Nullable Boolean direct,
            @Nullable String cursor,
            @Limit @Nullable Integer limit) {}

    record FindUsers(
            @NotNull(message = "is required")
                    @Size(min = 1, max = 128, message = "must have 1 to 128 characters")
                    @Pattern(regexp = NO_NUL, message = NO_NUL_MESSAGE)
                    @Field(id = true, bare = true)
                    String query,
            @Limit @Nullable Integer limit) {}
}
