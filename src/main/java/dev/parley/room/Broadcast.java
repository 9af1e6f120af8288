package dev.parley.room;

import dev.parley.api.Event;
import dev.parley.api.Loss;
import dev.parley.api.Target;
import dev.parley.cluster.Messenger;
import dev.parley.cluster.Node;
import dev.parley.hub.Fanout;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Rendition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Delivers events that are not stored, on all nodes, at most once. Thread-safe; nothing blocks. */
@ApplicationScoped
public class Broadcast {

    private static final String TOPIC = "event";

    @Inject private Receivers receivers;
    @Inject private Node node;

    /** Starts to receive the broadcasts of other nodes; called once, at start-up. */
    public void start() {
        node.messenger().listen(TOPIC, (from, bytes) -> onBroadcast(bytes));
    }

    private void onBroadcast(byte[] bytes) {
        BroadcastCodec.Parcel parcel = BroadcastCodec.decode(bytes);
        receivers.offer(
                bytes.length, parcel.target(), parcel.except(), sockets -> emit(sockets, parcel));
    }

    /** Delivers to all receivers of the target. */
    public void emit(Target target, Event event) {
        emit(target, null, event);
    }

    /**
     * Delivers to all receivers of the target but one. Within a room, events of one node arrive in
     * the order of the calls.
     *
     * @param except the id of a connection to leave out, or null
     */
    public void emit(Target target, @Nullable String except, Event event) {
        BroadcastCodec.Parcel parcel =
                new BroadcastCodec.Parcel(target, except, new Rendition(event));
        receivers.of(target, except, sockets -> emit(sockets, parcel));
        if (!node.members().others().isEmpty()) {
            Messenger messenger = node.messenger();
            byte[] bytes = BroadcastCodec.encode(parcel);
            if (event.loss() == Loss.NEVER) {
                messenger.tell(TOPIC, bytes);
            } else {
                messenger.mention(TOPIC, bytes);
            }
        }
    }

    private static void emit(List<LocalSocket> sockets, BroadcastCodec.Parcel parcel) {
        Fanout.each(sockets, socket -> socket.emit(parcel.rendition()));
    }
}
