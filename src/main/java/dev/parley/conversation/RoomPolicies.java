package dev.parley.conversation;

import dev.parley.api.ChatRoom;
import dev.parley.api.RefusedException;
import dev.parley.api.RoomPolicy;
import dev.parley.api.User;
import dev.parley.history.RoomInfo;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;

/**
 * Applies the portal's policies. Thread-safe; each method throws the {@link RefusedException} of
 * the first policy that objects.
 */
@ApplicationScoped
public class RoomPolicies {

    @Inject @Any private Instance<RoomPolicy> beans;

    private List<RoomPolicy> policies;

    @PostConstruct
    void find() {
        policies = beans.stream().toList();
    }

    void requireEntry(User user, RoomInfo room) {
        for (RoomPolicy policy : policies) {
            policy.checkEnter(user, new ChatRoom(room.id(), room.name(), room.topic()));
        }
    }

    void requirePost(User user, String roomId) {
        for (RoomPolicy policy : policies) {
            policy.checkPost(user, roomId);
        }
    }

    void requireCreation(User user, ChatRoom room) {
        for (RoomPolicy policy : policies) {
            policy.checkCreate(user, room);
        }
    }
}
