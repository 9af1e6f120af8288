package dev.parley.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.cluster.Malformed;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ResultTest {

    private static Result sent(Result result) {
        return Result.fromBytes(result.toBytes());
    }

    @Test
    void resultsSurviveTheWay() {
        ConnectionInfo connection = new ConnectionInfo("c1", "anna", "Anna", "/chat", "2026");
        for (Result result :
                List.of(
                        Result.NOT_HERE,
                        Result.one(true),
                        Result.one(false),
                        Result.count(7),
                        Result.list(List.of(connection)))) {
            assertEquals(result, sent(result));
        }
    }

    @Test
    void aRefusalIsARefusalOnTheOtherSide() {
        Result refused =
                sent(
                        Result.refused(
                                new CompletionException(
                                        new RefusedException(ErrorCode.ROOM_FULL))));
        assertEquals(
                ErrorCode.ROOM_FULL, assertThrows(RefusedException.class, refused::orThrow).code());
    }

    @Test
    void aCodeOfThePortalArrives() {
        ErrorCode own = ErrorCode.of("MEMBERS_ONLY", "Members only", 403);
        Result refused = sent(Result.refused(new RefusedException(own)));
        assertEquals(own, assertThrows(RefusedException.class, refused::orThrow).code());
    }

    @Test
    void anUnexpectedFailureTellsNoDetail() {
        Result refused = sent(Result.refused(new IllegalStateException("secret")));
        assertEquals(ErrorCode.INTERNAL_ERROR, refused.refused());
    }

    @Test
    void commandsSurviveTheWay() {
        for (Command.Kind kind : Command.Kind.values()) {
            Command command = new Command(kind, "c1", null, 50);
            assertEquals(command, Command.fromBytes(command.toBytes()));
        }
    }

    @Test
    void malformedResultsAreRefused() {
        ConnectionInfo one = new ConnectionInfo("id", "anna", "Anna", "/chat", "now");
        Malformed.feed(1, Result.list(List.of(one, one)).toBytes(), Result::fromBytes);
    }

    @Test
    void malformedCommandsAreRefused() {
        byte[] good = Command.of(Command.Kind.JOIN, "id", "room").toBytes();
        Malformed.feed(1, good, Command::fromBytes);
    }
}
