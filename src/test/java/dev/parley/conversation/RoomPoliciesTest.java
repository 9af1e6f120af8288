package dev.parley.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.api.RoomPolicy;
import dev.parley.api.User;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomPoliciesTest {

    private static RuntimeException thrownFor(RuntimeException failure) {
        RoomPolicy policy =
                new RoomPolicy() {
                    @Override
                    public void checkPost(User user, String roomId) {
                        throw failure;
                    }
                };
        RoomPolicies policies = new RoomPolicies(List.of(policy));
        return assertThrows(
                RuntimeException.class, () -> policies.requirePost((User) null, "lobby"));
    }

    @Test
    void aRefusalGoesToTheClient() {
        RefusedException refusal = new RefusedException(ErrorCode.ACCESS_DENIED);
        assertSame(refusal, thrownFor(refusal));
    }

    @Test
    void aMistakeOfAPolicyIsNoFailureOfTheDatabase() {
        IllegalStateException mistake = new IllegalStateException("planted");
        RuntimeException thrown = thrownFor(mistake);
        assertSame(mistake, thrown.getCause());
        assertSame(thrown, Database.refusal(thrown));
    }

    @Test
    void aPolicyThatFindsNoDatabaseAsksToTryAgain() {
        RuntimeException away = new IllegalStateException(new SQLException("planted", "08006"));
        RuntimeException thrown = thrownFor(away);
        assertSame(away, thrown);
        RefusedException refusal = (RefusedException) Database.refusal(thrown);
        assertEquals(ErrorCode.UNAVAILABLE, refusal.code());
    }
}
