package dev.parley.bench.load;

import dev.parley.bench.check.Faults;
import dev.parley.bench.client.Bytes;
import dev.parley.bench.client.ChatClient;
import dev.parley.bench.client.ChatEvents;
import dev.parley.bench.client.EventLoop;
import dev.parley.bench.measure.Latency;
import dev.parley.bench.target.Target;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The clients of one run: connects them, joins their rooms, and checks what they receive. */
final class Crowd implements ChatEvents, AutoCloseable {

    /** Connections opened at a time, except in a storm. */
    static final int GENTLY = 50;

    private static final byte[] LAST_SEQ = Bytes.ascii("\"lastSeq\":");
    private static final byte[] EPOCH = Bytes.ascii("\"epoch\":");

    /** Source addresses 127.0.0.2 and up; each has 28,000 ports. */
    private static final int ADDRESSES = 16;

    private static final int ATTEMPTS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** A place in a room, taken by one connection after the other. */
    private static final class Seat {
        ChatClient client;
        boolean present;
        boolean joined;

        /** It joins as soon as it is connected. */
        boolean arriving;

        int attempts;
        int joinAck;
        String epoch;
        long due;
    }

    private final EventLoop loop;
    private final Target target;
    private final Layout layout;
    private final List<String> tokens;
    private final Seat[] seats;
    private final Deliveries deliveries;
    private final Sendings sendings;
    private final Map<String, Integer> losses = new TreeMap<>();
    private Ramp connecting = new Ramp(List.of(), 1, i -> {});
    private Ramp joining = new Ramp(List.of(), 1, i -> {});
    private Latency connects = new Latency();
    private Latency joins = new Latency();
    private long historyOfJoins;
    private Consumer<ChatClient> whenAcked = client -> {};
    private String broken;

    /**
     * @param users number of different users among the clients
     * @param textLength of each message
     */
    Crowd(Target target, EventLoop loop, Layout layout, int users, int textLength) {
        this.loop = loop;
        this.target = target;
        this.layout = layout;
        this.tokens = target.tokens(Math.min(users, layout.clients()));
        seats = IntStream.range(0, layout.clients()).mapToObj(i -> new Seat()).toArray(Seat[]::new);
        deliveries = new Deliveries(layout);
        String run = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
        sendings = new Sendings(layout, run, textLength, deliveries);
    }

    Layout layout() {
        return layout;
    }

    /** Connects all clients and joins their rooms, a few at a time. */
    void gather() {
        connect(GENTLY);
        join(GENTLY);
    }

    /** Sends messages that are not measured for some seconds; the senders take turns. */
    void warmUp(double rate, double seconds) {
        Pacer.run(rate, seconds, (n, due) -> send(layout.sender(n), false, due));
    }

    /**
     * Connects all clients that are not connected, a limited number at a time, and waits for them.
     *
     * @return the time that it took in all, in seconds
     */
    double connect(int atOnce) {
        return connect("connections", atOnce, false);
    }

    /**
     * Connects all clients like {@link #connect(int)}; each joins its room as soon as it is
     * connected. Waits until all have joined.
     *
     * @return the time that it took in all, in seconds
     */
    double arrive(int atOnce) {
        return connect("arrivals", atOnce, true);
    }

    private double connect(String what, int atOnce, boolean arriving) {
        return time(
                what,
                () -> {
                    connects = new Latency();
                    joins = new Latency();
                    historyOfJoins = 0;
                    long began = System.nanoTime();
                    boolean storm = atOnce >= seats.length;
                    connecting =
                            new Ramp(
                                    which(i -> !seats[i].present),
                                    atOnce,
                                    i -> {
                                        seats[i].attempts = 0;
                                        seats[i].arriving = arriving;
                                        seats[i].due = storm ? began : System.nanoTime();
                                        open(i, 0);
                                    });
                    connecting.go();
                },
                () -> connecting.isOver());
    }

    /**
     * Joins the rooms of all clients that have not joined, a limited number at a time. Clients that
     * were there before send their position.
     *
     * @return the time that it took in all, in seconds
     */
    double join(int atOnce) {
        return join(atOnce, seats.length);
    }

    /**
     * Joins the rooms of the first clients only, a few at a time; there is one of them in each
     * room.
     */
    void joinFirst(int clients) {
        join(GENTLY, clients);
    }

    private double join(int atOnce, int clients) {
        return time(
                "joins",
                () -> {
                    joins = new Latency();
                    historyOfJoins = 0;
                    long began = System.nanoTime();
                    boolean storm = atOnce >= seats.length;
                    joining =
                            new Ramp(
                                    which(i -> i < clients && seats[i].present && !seats[i].joined),
                                    atOnce,
                                    i -> {
                                        // In a storm, all are due at the same moment, however long
                                        // it takes to start them.
                                        seats[i].due = storm ? began : System.nanoTime();
                                        askToJoin(i);
                                    });
                    joining.go();
                },
                () -> joining.isOver());
    }

    private List<Integer> which(IntPredicate wanted) {
        return IntStream.range(0, seats.length).filter(wanted).boxed().toList();
    }

    private double time(String what, Runnable begin, BooleanSupplier over) {
        long began = System.nanoTime();
        loop.execute(begin);
        await(over, PATIENCE, what);
        return (System.nanoTime() - began) / 1e9;
    }

    private void open(int index, int receiveBuffer) {
        String token = tokens.isEmpty() ? null : tokens.get(index % tokens.size());
        seats[index].client = new ChatClient(loop, index, token, this);
        seats[index].client.connect(address(index), target.address(), receiveBuffer);
    }

    private static InetAddress address(int index) {
        try {
            byte last = (byte) (2 + index % ADDRESSES);
            return InetAddress.getByAddress(new byte[] {127, 0, 0, last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private void askToJoin(int index) {
        Seat seat = seats[index];
        seat.joinAck = seat.client.nextAck();
        String room = sendings.roomId(layout.roomOf(index));
        String since =
                seat.epoch == null || !target.resumes()
                        ? ""
                        : ",\"since\":"
                                + deliveries.last(index)
                                + ",\"epoch\":\""
                                + seat.epoch
                                + "\"";
        seat.client.emit(seat.joinAck, "join_room", "{\"roomId\":\"" + room + "\"" + since + "}");
    }

    /** Sends a message from a client. Thread-safe. */
    void send(int index, boolean measured, long due) {
        sendings.send(seats[index].client, measured, due);
    }

    /** Calls something for each message that was acknowledged, on the loop's thread. */
    void whenAcked(Consumer<ChatClient> action) {
        loop.execute(() -> whenAcked = action);
    }

    /** Cuts the connections of all clients but the first few at once. */
    void cutAllBut(int kept) {
        loop.execute(() -> IntStream.range(kept, seats.length).forEach(this::drop));
        of(() -> null);
    }

    private void drop(int index) {
        Seat seat = seats[index];
        ChatClient client = seat.client;
        seat.client = null;
        seat.present = false;
        seat.joined = false;
        if (client != null) {
            client.close();
        }
    }

    /** Replaces a client with one that has a small receive buffer, and joins its room. */
    void replaceBySlow(int index, int receiveBuffer) {
        loop.execute(
                () -> {
                    drop(index);
                    connecting =
                            new Ramp(
                                    List.of(index),
                                    1,
                                    i -> {
                                        seats[i].attempts = ATTEMPTS;
                                        open(i, receiveBuffer);
                                    });
                    connecting.go();
                });
        await(() -> connecting.isOver(), PATIENCE, "a connection");
        join(1);
    }

    /** Makes a client stop reading, and excludes it from the checks from now on. */
    void stall(int index) {
        loop.execute(
                () -> {
                    seats[index].client.pause();
                    deliveries.excuse(index);
                });
    }

    /** Makes a client read again; returns whether the server has closed its connection. */
    boolean wasEnded(int index, Duration patience) {
        loop.execute(() -> seats[index].client.resume());
        return awaitQuietly(() -> !seats[index].present, patience);
    }

    /** Waits until everything is acknowledged and delivered, or the time is over. */
    boolean settle(Duration patience) {
        return awaitQuietly(() -> sendings.areAnswered() && deliveries.areComplete(), patience);
    }

    private void await(BooleanSupplier condition, Duration patience, String what) {
        if (!awaitQuietly(condition, patience)) {
            throw new IllegalStateException(
                    target.name()
                            + ": waited "
                            + patience.toSeconds()
                            + " s for "
                            + what
                            + " "
                            + losses());
        }
    }

    private boolean awaitQuietly(BooleanSupplier condition, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (!of(condition::getAsBoolean)) {
            String why = of(() -> broken);
            if (why != null) {
                throw new IllegalStateException(target.name() + ": " + why);
            }
            if (System.nanoTime() > end) {
                return false;
            }
            Pacer.sleepUntil(System.nanoTime() + 5_000_000);
        }
        return true;
    }

    /** Evaluates something on the loop's thread. */
    private <T> T of(Supplier<T> question) {
        return loop.call(question);
    }

    @Override
    public void onReady(ChatClient client, long now) {
        Seat seat = seats[client.index()];
        if (seat.client == client) {
            seat.present = true;
            connects.record(seat.due, now);
            if (seat.arriving) {
                askToJoin(client.index());
            } else {
                connecting.ended();
            }
        }
    }

    @Override
    public void onMessage(ChatClient client, byte[] bytes, int from, int to, long now) {
        Seat seat = seats[client.index()];
        if (seat.client == client && seat.joined) {
            deliveries.live(client.index(), bytes, from, to, now);
        }
    }

    @Override
    public void onAck(ChatClient client, int id, byte[] bytes, int from, int to, long now) {
        Seat seat = seats[client.index()];
        if (sendings.answered(client.index(), id, bytes, from, to, now)) {
            whenAcked.accept(client);
        } else if (seat.client == client && seat.joinAck == id) {
            joined(client.index(), bytes, from, to, now);
        }
    }

    private void joined(int index, byte[] bytes, int from, int to, long now) {
        Seat seat = seats[index];
        long lastSeq = Bytes.numberAfter(bytes, from, to, LAST_SEQ);
        if (lastSeq < 0) {
            String answer = new String(bytes, from, Math.min(200, to - from));
            broken = "a join was answered " + answer;
            return;
        }
        if (seat.epoch == null || !target.resumes()) {
            deliveries.joined(index, lastSeq);
        } else {
            deliveries.missed(index, bytes, from, to);
        }
        seat.epoch = Bytes.stringAfter(bytes, from, to, EPOCH);
        seat.joined = true;
        joins.record(seat.due, now);
        historyOfJoins += Deliveries.messagesIn(bytes, from, to);
        endJoin(seat);
    }

    private void endJoin(Seat seat) {
        Ramp ramp = seat.arriving ? connecting : joining;
        seat.arriving = false;
        ramp.ended();
    }

    @Override
    public void onClosed(ChatClient client, String why) {
        Seat seat = seats[client.index()];
        if (seat.client != client) {
            return;
        }
        losses.merge(why, 1, Integer::sum);
        boolean present = seat.present;
        boolean wasJoined = seat.joined;
        seat.present = false;
        seat.joined = false;
        if (!present && ++seat.attempts < ATTEMPTS) {
            open(client.index(), 0);
        } else if (!present) {
            broken = "a client cannot connect: " + why;
        } else if (!wasJoined && seat.joinAck != 0) {
            endJoin(seat);
        }
    }

    /** Returns why connections ended unexpectedly, and how many. */
    Map<String, Integer> losses() {
        return of(() -> Map.copyOf(losses));
    }

    Map<String, Long> refusals() {
        return of(() -> Map.copyOf(sendings.refusals()));
    }

    Faults faults() {
        return of(deliveries::faults);
    }

    long received() {
        return of(deliveries::received);
    }

    long acked() {
        return of(sendings::acked);
    }

    long sent() {
        return sendings.sent();
    }

    int unanswered() {
        return of(sendings::unanswered);
    }

    Latency connects() {
        return of(() -> connects.copy());
    }

    Latency joins() {
        return of(() -> joins.copy());
    }

    /** Returns how many messages the acknowledgements of the joins contained. */
    long historyOfJoins() {
        return of(() -> historyOfJoins);
    }

    Latency acks() {
        return of(() -> sendings.latency().copy());
    }

    Latency latency() {
        return of(() -> deliveries.latency().copy());
    }

    /** Resets latencies and unacknowledged messages before the next step of a search. */
    void beginStep() {
        of(
                () -> {
                    sendings.beginStep();
                    deliveries.latency().reset();
                    return null;
                });
    }

    @Override
    public void close() {
        loop.execute(() -> IntStream.range(0, seats.length).forEach(this::drop));
        of(() -> null);
    }
}
