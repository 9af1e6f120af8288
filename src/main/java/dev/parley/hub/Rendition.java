package dev.parley.hub;

import dev.parley.flow.Frame;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * An event on its way to many: written once per naming as JSON, and once per door, namespace and
 * naming as a frame. Thread-safe.
 */
public final class Rendition {

    private record FrameKey(String address, Naming naming) {}

    /** A name and its data as JSON text. */
    public record Text(String name, String data) {}

    private final Event event;
    private final Map<Naming, Text> texts = new ConcurrentHashMap<>(2);
    private final Map<FrameKey, Frame> frames = new ConcurrentHashMap<>(4);

    public Rendition(Event event) {
        this.event = event;
    }

    public boolean droppable() {
        return event.droppable();
    }

    /** The event as JSON in one naming. */
    public Text text(Naming naming) {
        return texts.computeIfAbsent(
                naming,
                n -> {
                    Event.Form form = event.form(n);
                    return new Text(form.name(), Json.write(form.data()));
                });
    }

    /**
     * The event as a frame, shared by all receivers of the same address and naming.
     *
     * @param address what the door puts in front, the namespace's prefix say
     * @param packing makes the packet of the door
     */
    public Frame frame(String address, Naming naming, Function<Text, Frame> packing) {
        FrameKey key = new FrameKey(address, naming);
        Frame known = frames.get(key);
        // Not computeIfAbsent: two threads may both render, one frame stays.
        if (known == null) {
            known = packing.apply(text(naming));
            frames.putIfAbsent(key, known);
        }
        return known;
    }
}
