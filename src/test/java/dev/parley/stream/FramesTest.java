package dev.parley.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.cluster.Malformed;
import dev.parley.history.DurableEvent;
import dev.parley.history.SampleEvents;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The frames between the feeds of nodes. */
class FramesTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    static Stream<DirectFrame> directFrames() {
        return SampleEvents.all().stream().map(FramesTest::frame);
    }

    private static DirectFrame frame(DurableEvent event) {
        return new DirectFrame(event, "socket", Set.of("anna", "ben"));
    }

    private static byte[] longer(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + 9);
    }

    @ParameterizedTest
    @MethodSource("directFrames")
    void directFramesSurviveTheWay(DirectFrame frame) {
        assertEquals(frame, DirectFrame.fromBytes(frame.toBytes()));
        assertEquals(frame, DirectFrame.fromBytes(longer(frame.toBytes())));
    }

    @Test
    void aDirectFrameNeedsNoException() {
        DirectFrame frame = new DirectFrame(SampleEvents.all().get(0), null, Set.of());
        assertEquals(frame, DirectFrame.fromBytes(frame.toBytes()));
    }

    @ParameterizedTest
    @MethodSource("directFrames")
    void malformedDirectFramesAreRefused(DirectFrame frame) {
        Malformed.feed(1, frame.toBytes(), DirectFrame::fromBytes);
    }

    @Test
    void headsSurviveTheWay() {
        HeadFrame head = new HeadFrame("room", new Position("epoch", 7));
        assertEquals(head, HeadFrame.fromBytes(head.toBytes()));
        assertEquals(head, HeadFrame.fromBytes(longer(head.toBytes())));
    }

    @Test
    void malformedHeadsAreRefused() {
        byte[] good = new HeadFrame("room", new Position("epoch", 7)).toBytes();
        Malformed.feed(1, good, HeadFrame::fromBytes);
    }

    private static MissedFrame missed() {
        return new MissedFrame("id", "room", 7, Set.of("anna", "ben"), NOW, "socket");
    }

    @Test
    void missedMessagesSurviveTheWay() {
        assertEquals(missed(), MissedFrame.fromBytes(missed().toBytes()));
        assertEquals(missed(), MissedFrame.fromBytes(longer(missed().toBytes())));
    }

    @Test
    void malformedMissedMessagesAreRefused() {
        Malformed.feed(1, missed().toBytes(), MissedFrame::fromBytes);
    }

    @Test
    void anotherNodeCannotMakeThisOneLookFarBackOrForward() {
        assertEquals(NOW.minus(DirectFeed.KEEP), DirectRecovery.asked(Long.MIN_VALUE, NOW));
        assertEquals(NOW, DirectRecovery.asked(Long.MAX_VALUE, NOW));
        Instant since = NOW.minusSeconds(5);
        assertEquals(since, DirectRecovery.asked(since.toEpochMilli(), NOW));
    }
}
