package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.flow.ManualClock;
import dev.parley.server.WarningsOf;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jgroups.BytesMessage;
import org.jgroups.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What another node can do with its messages. */
class MessengerTest {

    private static final int MANY = 1_000;

    @RegisterExtension final WarningsOf warnings = new WarningsOf(Messenger.class);

    private final Messenger messenger =
            new Messenger(null, "self", new ManualClock().timers(), (members, merged) -> {});
    private final UUID peer = UUID.randomUUID();

    private void receive(byte[] message) {
        messenger.receive(new BytesMessage(null, message).setSrc(peer));
    }

    private void receive(NodeFrame.Kind kind, String topic) {
        receive(NodeFrame.message(List.of(new NodeFrame(kind, topic, 1, new byte[0]))));
    }

    private void assertWarned(int times) {
        assertEquals(times, warnings.records().size());
    }

    @Test
    void messagesThatCannotBeReadAreLoggedOnce() {
        for (int i = 0; i < MANY; i++) {
            receive(new byte[] {99, (byte) i});
        }
        assertWarned(1);
    }

    @Test
    void messagesThatCannotBeHandledAreLoggedOncePerTopic() {
        AtomicInteger heard = new AtomicInteger();
        messenger.listen(
                "topic",
                (node, bytes) -> {
                    heard.incrementAndGet();
                    throw new IllegalArgumentException("from " + node);
                });
        messenger.respond(
                "question",
                question -> CompletableFuture.failedFuture(new IllegalStateException()));
        for (int i = 0; i < MANY; i++) {
            receive(NodeFrame.Kind.TELL, "topic");
            receive(NodeFrame.Kind.ASK, "question");
        }
        assertEquals(MANY, heard.get());
        assertWarned(2);
    }
}
