package dev.parley.history;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A durable event of each kind, with a value in each field, for the tests of what handles them. */
public final class SampleEvents {

    private static final StoredMessage FULL = SampleMessages.full();

    private SampleEvents() {}

    /**
     * @throws IllegalStateException if a kind of event has no sample here
     */
    public static List<DurableEvent> all() {
        List<DurableEvent> samples =
                List.of(
                        new DurableEvent.MessagePosted(FULL, "epoch"),
                        new DurableEvent.MessageEdited(FULL, "epoch"),
                        new DurableEvent.MessageDeleted(FULL, "epoch"),
                        new DurableEvent.MessageReacted(
                                "room", "epoch", 12, "id", 7, "+1", "anna", 4, true),
                        new DurableEvent.RoomClosed("room", "epoch", 13, "anna"));
        Set<Class<?>> missing = kinds(DurableEvent.class).collect(Collectors.toSet());
        samples.forEach(sample -> missing.remove(sample.getClass()));
        if (!missing.isEmpty()) {
            throw new IllegalStateException("SampleEvents lacks a sample of " + missing);
        }
        return samples;
    }

    /** The records behind a sealed type. */
    private static Stream<Class<?>> kinds(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(SampleEvents::kinds)
                : Stream.of(type);
    }
}
