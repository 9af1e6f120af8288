package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentUsersTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
    private final RecentUsers users = new RecentUsers(now::get);

    @Test
    void aStoredUserIsKnown() {
        users.add("alice", "Alice");
        assertTrue(users.contains("alice", "Alice"));
    }

    @Test
    void aUserWithAnotherNameIsNotKnown() {
        users.add("alice", "Alice");
        assertFalse(users.contains("alice", "Alice Miller"));
    }

    @Test
    void aUserIsForgottenAfterAWhile() {
        users.add("alice", "Alice");
        now.addAndGet(RecentUsers.VALID.toNanos());
        assertFalse(users.contains("alice", "Alice"));
    }

    @Test
    void aUserIsForgottenWhenSomebodyElseChangesTheName() {
        users.add("alice", "Alice");
        users.remove("alice");
        assertFalse(users.contains("alice", "Alice"));
    }

    @Test
    void theUsersWhoConnectedLatestAreKept() {
        for (int i = 0; i <= RecentUsers.MOST; i++) {
            users.add("user" + i, "User");
            assertTrue(users.contains("user0", "User"));
        }
        assertFalse(users.contains("user1", "User"));
        assertTrue(users.contains("user2", "User"));
    }
}
