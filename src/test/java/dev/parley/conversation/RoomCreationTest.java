package dev.parley.conversation;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.api.ChatRoom;
import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.api.User;
import dev.parley.config.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RoomCreationTest {

    private static final ChatRoom ROOM = new ChatRoom("r", "r", null);
    private static final int MOST = 2;

    private final AtomicLong now = new AtomicLong();

    private RoomCreation creation(String creators) {
        return new RoomCreation(
                new Settings.Rooms(true, 0, Duration.ZERO, creators, 1, 1, MOST),
                new RoomPolicies(List.of()),
                now::get);
    }

    private static User user(String id, String... groups) {
        return new User(id, id, Set.of(groups), Instant.EPOCH, Instant.MAX, false);
    }

    private static ErrorCode refusal(RoomCreation creation, User user) {
        return assertThrows(RefusedException.class, () -> creation.requireAllowed(user, ROOM))
                .code();
    }

    @Test
    void byDefaultEveryUserWithATokenMayCreateRooms() {
        assertDoesNotThrow(() -> creation("*").requireAllowed(user("anna"), ROOM));
        assertEquals(ErrorCode.ACCESS_DENIED, refusal(creation("*"), User.anonymous("x")));
    }

    @Test
    void onlyTheConfiguredRolesMayCreateRooms() {
        RoomCreation creation = creation("editor,moderator");
        assertDoesNotThrow(() -> creation.requireAllowed(user("anna", "editor"), ROOM));
        assertDoesNotThrow(() -> creation.requireAllowed(user("root", "admin"), ROOM));
        assertEquals(ErrorCode.ACCESS_DENIED, refusal(creation, user("ben", "reader")));
    }

    @Test
    void nobodyMayCreateRoomsIfSoConfigured() {
        assertEquals(ErrorCode.ACCESS_DENIED, refusal(creation("none"), user("root", "admin")));
    }

    @Test
    void eachUserMayCreateSoManyRoomsInAnHour() {
        RoomCreation creation = creation("*");
        for (int i = 0; i < MOST; i++) {
            creation.requireQuota(user("anna"));
            creation.count(user("anna"));
        }
        RefusedException refusal =
                assertThrows(RefusedException.class, () -> creation.requireQuota(user("anna")));
        assertEquals(ErrorCode.QUOTA_EXCEEDED, refusal.code());
        assertDoesNotThrow(() -> creation.requireQuota(user("ben")));
        now.addAndGet(Duration.ofHours(1).toNanos());
        assertDoesNotThrow(() -> creation.requireQuota(user("anna")));
    }

    @Test
    void attemptsThatCreateNoRoomDoNotCount() {
        RoomCreation creation = creation("*");
        for (int i = 0; i <= MOST; i++) {
            creation.requireAllowed(user("anna"), ROOM);
            creation.requireQuota(user("anna"));
        }
        assertEquals(0, creation.size());
    }

    @Test
    void usersWithoutRecentRoomsAreForgotten() {
        RoomCreation creation = creation("*");
        creation.count(user("anna"));
        creation.sweep();
        assertEquals(1, creation.size());
        now.addAndGet(Duration.ofHours(1).toNanos());
        creation.sweep();
        assertEquals(0, creation.size());
    }
}
