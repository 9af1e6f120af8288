package com.example.portal.orders;

import dev.parley.api.ChatRoom;
import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.api.RoomPolicy;
import dev.parley.api.User;
import jakarta.enterprise.context.ApplicationScoped;

/** The chat room {@value #ROOM} is for staff. */
@ApplicationScoped
public class StaffPolicy implements RoomPolicy {

    static final String ROOM = "order-desk";

    private static final ErrorCode STAFF_ONLY =
            ErrorCode.of("STAFF_ONLY", "This room is for staff", 403);

    @Override
    public void checkEnter(User user, ChatRoom room) {
        requireStaff(user, room);
    }

    @Override
    public void checkCreate(User user, ChatRoom room) {
        requireStaff(user, room);
    }

    private static void requireStaff(User user, ChatRoom room) {
        if (room.id().equals(ROOM) && !user.groups().contains("staff")) {
            throw new RefusedException(STAFF_ONLY);
        }
    }
}
