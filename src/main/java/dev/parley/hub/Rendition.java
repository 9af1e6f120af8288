package dev.parley.hub;

import dev.parley.api.Arguments;
import dev.parley.api.Event;
import dev.parley.api.Loss;
import dev.parley.flow.Frame;
import dev.parley.security.Secrets;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An event for many receivers: encoded once per naming as JSON, and once per protocol, namespace
 * and naming as a frame. Thread-safe.
 */
public final class Rendition {

    /** A frame, and the scope and naming of its receivers. Scopes are compared by identity. */
    private record Packed(Object scope, Naming naming, Frame frame) {

        boolean isFor(Object otherScope, Naming otherNaming) {
            return scope == otherScope && naming == otherNaming;
        }
    }

    /**
     * A name and its arguments, each as JSON text.
     *
     * @param attachments the data that the placeholders in the arguments stand for
     */
    public record Text(String name, List<String> arguments, List<byte[]> attachments) {}

    // The prefix is secret and random per node, so an offset from another node is never mistaken
    // for one of this node.
    private static final String OFFSET_PREFIX = Secrets.random(6);
    private static final AtomicLong OFFSETS = new AtomicLong();

    private final Loss loss;
    private final boolean urgent;
    private final Function<Naming, Text> writing;
    private final Function<Naming, Text> inlining;
    private final String offset = OFFSET_PREFIX + Long.toString(OFFSETS.incrementAndGet(), 36);
    private final Map<Naming, Text> texts = new ConcurrentHashMap<>(2);

    /** A few: one for each protocol, namespace and naming among the receivers. */
    private final List<Packed> frames = new CopyOnWriteArrayList<>();

    /** Consecutive receivers nearly always need the same frame. */
    private volatile @Nullable Packed latest;

    public Rendition(Event event) {
        this(event, true);
    }

    private Rendition(Event event, boolean urgent) {
        this(
                event.loss(),
                urgent,
                naming -> write(Spelling.of(event, naming)),
                naming -> writeInline(Spelling.of(event, naming)));
    }

    /** Creates a rendition of an event that may wait a moment, to be written with others. */
    public static Rendition notUrgent(Event event) {
        return new Rendition(event, false);
    }

    /** Creates a rendition of an event that another node has encoded. */
    public Rendition(Loss loss, Text snake, Text kebab) {
        this(
                loss,
                true,
                naming -> naming == Naming.SNAKE ? snake : kebab,
                naming -> inline(naming == Naming.SNAKE ? snake : kebab));
    }

    private Rendition(
            Loss loss,
            boolean urgent,
            Function<Naming, Text> writing,
            Function<Naming, Text> inlining) {
        this.loss = loss;
        this.urgent = urgent;
        this.writing = writing;
        this.inlining = inlining;
    }

    private static Text write(Event.Form form) {
        List<String> arguments = new ArrayList<>();
        List<byte[]> attachments = new ArrayList<>();
        for (Object argument : Arguments.of(form.data())) {
            arguments.add(Json.write(argument, attachments));
        }
        return new Text(form.name(), arguments, attachments);
    }

    public Loss loss() {
        return loss;
    }

    /**
     * Returns the unique offset of this rendition; a client sends the last one it received in order
     * to recover.
     */
    public String offset() {
        return offset;
    }

    /** Returns the event as JSON in one naming, with its bytes as attachments. */
    public Text text(Naming naming) {
        return texts.computeIfAbsent(naming, writing);
    }

    /** Returns the event as JSON in one naming, with its bytes inline as strings. */
    public Text inlineText(Naming naming) {
        Text text = text(naming);
        if (text.attachments().isEmpty()) {
            return text;
        }
        return inlining.apply(naming);
    }

    private static Text writeInline(Event.Form form) {
        List<String> arguments = Arguments.of(form.data()).stream().map(Json::write).toList();
        return new Text(form.name(), arguments, List.of());
    }

    private static Text inline(Text text) {
        List<String> arguments = new ArrayList<>();
        for (String argument : text.arguments()) {
            JsonValue value = Json.read("[" + argument + "]").asJsonArray().get(0);
            arguments.add(Json.write(Placeholders.attach(value, text.attachments())));
        }
        return new Text(text.name(), arguments, List.of());
    }

    /**
     * Returns the event as a frame, shared by all receivers with the same scope and naming.
     *
     * @param scope identifies the protocol, and the namespace if frames contain it; compared by
     *     identity, because this is called for each receiver
     * @param packing encodes the packet of the protocol
     */
    public Frame frame(Object scope, Naming naming, BiFunction<Rendition, Naming, Frame> packing) {
        Packed known = latest;
        if (known == null || !known.isFor(scope, naming)) {
            known = packed(scope, naming, packing);
            latest = known;
        }
        return known.frame;
    }

    private Packed packed(
            Object scope, Naming naming, BiFunction<Rendition, Naming, Frame> packing) {
        for (Packed each : frames) {
            if (each.isFor(scope, naming)) {
                return each;
            }
        }
        // Without a lock: two threads may both encode, and either frame will do.
        Frame frame = packing.apply(this, naming);
        Packed created = new Packed(scope, naming, urgent ? frame : frame.notUrgent());
        frames.add(created);
        return created;
    }
}
