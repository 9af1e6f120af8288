package dev.parley.conversation;

import dev.parley.api.ChatRoom;
import dev.parley.api.RefusedException;
import dev.parley.api.RoomPolicy;
import dev.parley.api.User;
import dev.parley.history.RoomInfo;
import dev.parley.history.Trouble;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.Consumer;

/**
 * Applies the portal's policies. Thread-safe; each method throws the {@link RefusedException} of
 * the first policy that objects, or a {@link PolicyFailedException}.
 */
@ApplicationScoped
public class RoomPolicies {

    @Inject @Any private Instance<RoomPolicy> beans;

    private List<RoomPolicy> policies;

    protected RoomPolicies() {
        // For the container.
    }

    RoomPolicies(List<RoomPolicy> policies) {
        this.policies = policies;
    }

    @PostConstruct
    void find() {
        policies = beans.stream().toList();
    }

    /** Whether the portal has any. */
    boolean exist() {
        return !policies.isEmpty();
    }

    void requireEntry(User user, RoomInfo room) {
        ask(policy -> policy.checkEnter(user, new ChatRoom(room.id(), room.name(), room.topic())));
    }

    void requirePost(User user, String roomId) {
        ask(policy -> policy.checkPost(user, roomId));
    }

    void requireCreation(User user, ChatRoom room) {
        ask(policy -> policy.checkCreate(user, room));
    }

    private void ask(Consumer<RoomPolicy> question) {
        for (RoomPolicy policy : policies) {
            try {
                question.accept(policy);
            } catch (RefusedException e) {
                throw e;
            } catch (RuntimeException e) {
                throw failure(policy, e);
            }
        }
    }

    /**
     * In a transaction, what fails counts as a failure of the database unless it is known to be
     * something else; clients would be asked to retry a mistake of the policy forever.
     */
    private static RuntimeException failure(RoomPolicy policy, RuntimeException failure) {
        return Trouble.of(failure) == Trouble.DATA
                ? new PolicyFailedException(policy.getClass().getName(), failure)
                : failure;
    }
}
