package dev.parley.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.flow.ManualClock;
import dev.parley.history.AppendListener;
import dev.parley.history.AppendResult;
import dev.parley.history.Draft;
import dev.parley.history.DurableEvent;
import dev.parley.history.History;
import dev.parley.history.MessageDraft;
import dev.parley.history.OutcomeUnknownException;
import dev.parley.history.SampleMessages;
import dev.parley.history.StoreUnavailableException;
import dev.parley.history.StoredMessage;
import dev.parley.stream.LateCommits;
import dev.parley.stream.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CommittingTest {

    private static final StoredMessage MESSAGE = SampleMessages.message("m", "r", 1, 1, "text");
    private static final AppendResult.Stored STORED =
            new AppendResult.Stored(MESSAGE, new DurableEvent.MessagePosted(MESSAGE, "epoch"));

    private final ManualClock clock = new ManualClock();
    private final Map<String, Position> found = new HashMap<>();
    private AppendListener listener;

    private final Committing committing =
            new Committing(
                    new History() {
                        @Override
                        public void append(Draft draft, AppendListener waiting) {
                            listener = waiting;
                        }
                    },
                    new LateCommits(null, clock.timers(), null, found::put));

    private CompletableFuture<StoredMessage> commit(Consumer<AppendResult.Stored> tell) {
        MessageDraft draft =
                new MessageDraft("m", "r", "anna", "Anna", "text", null, null, null, 0);
        return committing.commit(draft, tell).toCompletableFuture();
    }

    @Test
    void whatIsNewIsToldBeforeItIsAnswered() {
        List<String> order = new ArrayList<>();
        commit(stored -> order.add("told")).thenAccept(message -> order.add("answered"));
        listener.onResult(STORED);
        assertEquals(List.of("told", "answered"), order);
    }

    @Test
    void whatWasStoredBeforeIsAnsweredAndNotToldAgain() {
        List<AppendResult> told = new ArrayList<>();
        CompletableFuture<StoredMessage> answer = commit(told::add);
        listener.onResult(new AppendResult.Repeated(MESSAGE, "epoch", 7));
        assertEquals(MESSAGE, answer.join());
        assertEquals(List.of(), told);
    }

    @Test
    void allNodesLearnHowFarTheRoomIsFromARepeat() {
        commit(stored -> {});
        listener.onResult(STORED);
        assertEquals(Map.of(), found);
        commit(stored -> {});
        listener.onResult(new AppendResult.Repeated(MESSAGE, "epoch", 7));
        assertEquals(Map.of("r", new Position("epoch", 7)), found);
    }

    @Test
    void aRoomIsWatchedAfterACommitOfUnknownOutcomeOnly() {
        commit(stored -> {});
        listener.onFailure(new StoreUnavailableException("away"));
        assertEquals(0, clock.waiting());
        listener.onFailure(new OutcomeUnknownException("hangs"));
        assertEquals(1, clock.waiting());
    }

    @Test
    void whatIsStoredIsAnsweredEvenIfItCannotBeTold() {
        CompletableFuture<StoredMessage> answer =
                commit(
                        stored -> {
                            throw new IllegalStateException("nobody can show it");
                        });
        assertThrows(IllegalStateException.class, () -> listener.onResult(STORED));
        assertEquals(MESSAGE, answer.join());
    }
}
