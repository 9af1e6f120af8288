package dev.parley.harness.war;

import dev.parley.api.ChatRoom;
import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.api.RoomPolicy;
import dev.parley.api.User;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * Rules of a portal: clubs are for users whose name begins with {@code member}, and who may say and
 * create what.
 */
@ApplicationScoped
public class ClubPolicy implements RoomPolicy {

    private static final ErrorCode MEMBERS_ONLY = ErrorCode.of("MEMBERS_ONLY", "Members only", 403);

    /** In a transaction, which a refusal marks for rollback. */
    @Override
    @Transactional
    public void checkEnter(User user, ChatRoom room) {
        refuse(room.id().startsWith("club-") && !user.name().startsWith("member"));
    }

    @Override
    public void checkPost(User user, String roomId) {
        refuse(roomId.startsWith("club-") && user.name().startsWith("member-mute"));
    }

    @Override
    public void checkCreate(User user, ChatRoom room) {
        refuse(room.id().startsWith("club-") && user.name().startsWith("member-guest"));
    }

    private static void refuse(boolean reason) {
        if (reason) {
            throw new RefusedException(MEMBERS_ONLY);
        }
    }
}
