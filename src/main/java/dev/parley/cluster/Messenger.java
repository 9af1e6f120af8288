package dev.parley.cluster;

import dev.parley.flow.LogLimit;
import dev.parley.flow.Timers;
import dev.parley.flow.Watchdog;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.function.Predicate;
import java.util.logging.Logger;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.MergeView;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jgroups.ViewId;
import org.jgroups.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages between nodes: bytes with a topic. Thread-safe; nothing blocks, and nothing is
 * certain to arrive.
 */
public final class Messenger implements Receiver {

    /** Receives messages of other nodes, on a thread of JGroups; must not block. */
    public interface Listener {
        void onMessage(String node, byte[] payload);
    }

    /** Answers questions of other nodes, on a thread of JGroups; must not block. */
    public interface Responder {
        CompletionStage<byte[]> onQuestion(byte[] payload);
    }

    /** Is notified when the members change, on a thread of JGroups; must not block. */
    public interface MembersListener {

        /**
         * @param merged whether a partition has healed. The members may then be the same as before:
         *     of two nodes, only one may have noticed the partition
         */
        void onMembers(Members members, boolean merged);
    }

    private static final Logger LOG = Logger.getLogger(Messenger.class.getName());

    private final @Nullable JChannel channel;
    private final Timers timers;
    private final MembersListener onMembers;
    private final Courier courier = new Courier(this::send);
    private final Questions questions = new Questions();
    private final LogLimit complaints = new LogLimit();
    private final Map<String, Listener> listeners = new ConcurrentHashMap<>();
    private final Map<String, Responder> responders = new ConcurrentHashMap<>();
    private volatile Map<String, Address> addresses = Map.of();
    private volatile Members members;
    private @Nullable ViewId latest;
    private @Nullable Thread thread;

    /**
     * @param channel connected by {@link #start}; null without a cluster
     */
    Messenger(@Nullable JChannel channel, String self, Timers timers, MembersListener onMembers) {
        this.channel = channel;
        this.timers = timers;
        this.onMembers = onMembers;
        this.members = new Members(self, List.of(self));
    }

    /** The name of a node: its address, which is new at each start. */
    static String name(Address address) {
        UUID uuid = (UUID) address;
        return String.format(
                Locale.ROOT,
                "%016x",
                uuid.getMostSignificantBits() ^ uuid.getLeastSignificantBits());
    }

    void start(ThreadFactory threads) throws Exception {
        if (channel != null) {
            Thread started = threads.newThread(courier);
            thread = started;
            started.start();
            channel.setReceiver(this);
            channel.connect("parley");
            // Other nodes have seen this one join before it could receive their messages.
            NodeFrame listening = new NodeFrame(NodeFrame.Kind.LISTENING, "", 0, new byte[0]);
            courier.offer(new Courier.Parcel(List.of(), listening), false);
        }
    }

    void stop() {
        if (thread != null) {
            thread.interrupt();
        }
        if (channel != null) {
            channel.close();
        }
        questions.giveUpAll();
    }

    /** The current members. */
    public Members members() {
        return members;
    }

    /** Whether messages of other nodes, if any, can be received. */
    boolean isConnected() {
        return channel == null || channel.isConnected();
    }

    /** Sets the listener for a topic; one per topic. */
    public void listen(String topic, Listener listener) {
        listeners.put(topic, listener);
    }

    /** Sets the responder for a topic; one per topic. */
    public void respond(String topic, Responder responder) {
        responders.put(topic, responder);
    }

    /**
     * Sends to all other nodes.
     *
     * @return false if too much is waiting already
     */
    public boolean tell(String topic, byte[] payload) {
        return offer(List.of(), new NodeFrame(NodeFrame.Kind.TELL, topic, 0, payload), false);
    }

    /** Sends to all other nodes; dropped if too much is waiting. */
    public void mention(String topic, byte[] payload) {
        offer(List.of(), new NodeFrame(NodeFrame.Kind.TELL, topic, 0, payload), true);
    }

    /** Sends to some nodes. */
    public void tell(Collection<String> nodes, String topic, byte[] payload) {
        if (!nodes.isEmpty()) {
            offer(nodes, new NodeFrame(NodeFrame.Kind.TELL, topic, 0, payload), false);
        }
    }

    /**
     * Asks all other nodes.
     *
     * @param patience how long to wait for answers
     * @return completes once all have answered or left, or time is up; never fails
     */
    public CompletionStage<Answers> ask(String topic, byte[] payload, Duration patience) {
        return ask(topic, payload, patience, answer -> false);
    }

    /**
     * The same, for a question that a single node can answer.
     *
     * @param enough whether an answer makes all others unnecessary
     */
    public CompletionStage<Answers> ask(
            String topic, byte[] payload, Duration patience, Predicate<byte[]> enough) {
        List<String> others = members.others();
        if (others.isEmpty()) {
            return CompletableFuture.completedFuture(new Answers(Map.of(), Set.of()));
        }
        NodeFrame question = questions.open(topic, payload, others, enough);
        if (question == null) {
            return CompletableFuture.completedFuture(new Answers(Map.of(), Set.copyOf(others)));
        }
        long number = question.question();
        CompletableFuture<Answers> result = questions.result(number);
        if (!offer(List.of(), question, false)) {
            questions.giveUp(number);
        }
        // For nodes that left before the question was open.
        questions.excuse(node -> !members.contains(node));
        Future<?> deadline = timers.after(patience, () -> questions.giveUp(number));
        result.whenComplete((answers, failure) -> deadline.cancel(false));
        return result;
    }

    /** For the watchdog: whether frames for other nodes are still sent. */
    Watchdog.Worker sending() {
        return courier;
    }

    private boolean offer(Collection<String> nodes, NodeFrame frame, boolean droppable) {
        return members.nodes().size() < 2
                || courier.offer(new Courier.Parcel(nodes, frame), droppable);
    }

    private void send(Collection<String> nodes, byte[] message) throws Exception {
        if (channel == null) {
            return;
        }
        if (nodes.isEmpty()) {
            channel.send(uncontrolled(new BytesMessage(null, message)));
            return;
        }
        for (String node : nodes) {
            Address address = addresses.get(node);
            if (address != null) {
                channel.send(uncontrolled(new BytesMessage(address, message)));
            }
        }
    }

    /** With the flow control of JGroups, all would wait for a hanging node. */
    private static Message uncontrolled(Message message) {
        return message.setFlag(Message.Flag.NO_FC).setFlag(Message.TransientFlag.DONT_LOOPBACK);
    }

    @Override
    public void receive(Message message) {
        try {
            String node = name(message.getSrc());
            NodeFrame.frames(message.getArray(), message.getOffset(), message.getLength())
                    .forEach(frame -> receiveGuarded(node, frame));
        } catch (RuntimeException | Error e) {
            complaints.warn(LOG, "A message of another node could not be read", e);
        }
    }

    /** A frame that fails does not affect the others. */
    private void receiveGuarded(String node, NodeFrame frame) {
        try {
            receive(node, frame);
        } catch (RuntimeException | Error e) {
            complaints.warn(
                    LOG, "A message of another node could not be handled: " + frame.topic(), e);
        }
    }

    private void receive(String node, NodeFrame frame) {
        switch (frame.kind()) {
            case TELL -> {
                Listener listener = listeners.get(frame.topic());
                if (listener != null) {
                    listener.onMessage(node, frame.payload());
                }
            }
            case ASK -> answer(node, frame);
            case ANSWER -> questions.answer(frame.question(), node, frame.payload());
            case NO_ANSWER -> questions.decline(frame.question(), node);
            case LISTENING ->
                    questions
                            .toRepeat(node)
                            .forEach(question -> offer(List.of(node), question, false));
            default -> throw new IllegalArgumentException(frame.kind().name());
        }
    }

    private void answer(String node, NodeFrame question) {
        Responder responder = responders.get(question.topic());
        if (responder == null) {
            // This node has not opened yet, so it has no clients.
            reply(node, question, NodeFrame.Kind.NO_ANSWER, new byte[0]);
            return;
        }
        responder
                .onQuestion(question.payload())
                .whenComplete(
                        (answer, failure) -> {
                            if (failure == null) {
                                reply(node, question, NodeFrame.Kind.ANSWER, answer);
                            } else {
                                complaints.warn(
                                        LOG,
                                        "A question of another node could not be answered",
                                        failure);
                            }
                        });
    }

    private void reply(String node, NodeFrame question, NodeFrame.Kind kind, byte[] payload) {
        offer(
                List.of(node),
                new NodeFrame(kind, question.topic(), question.question(), payload),
                false);
    }

    @Override
    public synchronized void viewAccepted(View view) {
        // A connecting fork receives the view of the channel, perhaps after a newer one.
        if (latest != null && view.getViewId().compareToIDs(latest) < 0) {
            return;
        }
        latest = view.getViewId();
        Map<String, Address> now = new HashMap<>();
        view.getMembers().forEach(address -> now.put(name(address), address));
        addresses = now;
        members =
                new Members(
                        members.self(), view.getMembers().stream().map(Messenger::name).toList());
        questions.excuse(node -> !members.contains(node));
        onMembers.onMembers(members, view instanceof MergeView);
    }
}
