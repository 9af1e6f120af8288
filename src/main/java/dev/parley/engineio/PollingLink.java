package dev.parley.engineio;

import dev.parley.flow.Ending;
import dev.parley.flow.Frame;
import dev.parley.flow.Link;
import dev.parley.flow.Outbox;
import dev.parley.flow.Timers;
import dev.parley.server.ReadControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends frames by HTTP long polling: a GET waits until there is a frame for it. Thread-safe; no
 * call blocks.
 *
 * <p>To apply backpressure, the link delays the response to a POST: the client sends no other POST
 * before it.
 */
final class PollingLink implements Link, ReadControl {

    private static final String CLOSE = "1";
    private static final String NOOP = "6";

    /** How long a GET may wait during an upgrade. */
    private static final Duration CHANGE = Duration.ofMillis(50);

    private final Timers timers;

    /** Clients send one POST at a time; a few may overtake each other on the network. */
    private static final int MAX_HELD_BACK = 8;

    /** The owner of the link. No call may block. */
    interface Host {
        /**
         * Keeps a farewell: the link was closed while no GET was waiting, so the next GET gets the
         * close packet.
         */
        void keepFarewell();

        /** Returns whether a farewell is kept, and removes it. */
        boolean takeFarewell();

        /** A response could not be written. */
        void onFailure();

        /** The client's messages may be handled again. */
        void onReceiving();
    }

    private final Host host;

    private final Object lock = new Object();
    private @Nullable Outbox outbox;
    private @Nullable Exchange waiting;
    private boolean writing;
    private boolean paused;
    private boolean over;
    private boolean nobodyComes;
    private Consumer<Exchange> lastWord = exchange -> say(CLOSE, exchange);

    /** Read without the lock, since the outbox reads it while holding its own lock. */
    private volatile boolean ready;

    /** Delayed responses to POSTs; null while reads are not suspended. */
    private volatile @Nullable List<Runnable> heldBack;

    PollingLink(Timers timers, Host host) {
        this.timers = timers;
        this.host = host;
    }

    @Override
    public void drain(Outbox source) {
        synchronized (lock) {
            outbox = source;
        }
        source.attach(this::pump, () -> ready);
    }

    /**
     * Registers a GET that waits for packets.
     *
     * @return false if another GET is waiting: a protocol violation that closes the connection
     */
    boolean poll(Exchange exchange) {
        Consumer<Exchange> next;
        synchronized (lock) {
            if (waiting != null) {
                return false;
            }
            if (over) {
                next = lastWord;
            } else {
                waiting = exchange;
                settle();
                next = paused ? this::holdBriefly : polling -> {};
            }
        }
        next.accept(exchange);
        pump();
        return true;
    }

    /**
     * Ends a GET soon after it arrives during an upgrade, because the client waits for that. It is
     * not ended at once: a client that has finished the upgrade sends no more GETs, and its upgrade
     * packet may still be on its way over the WebSocket.
     */
    private void holdBriefly(Exchange exchange) {
        timers.after(CHANGE, () -> endIfPaused(exchange));
    }

    private void endIfPaused(Exchange exchange) {
        synchronized (lock) {
            if (!paused || waiting != exchange) {
                return;
            }
            takeWaiting();
        }
        say(NOOP, exchange);
    }

    /** Responds to the waiting GET, if there is one and there are frames to send. */
    private void pump() {
        Outbox source;
        Exchange exchange;
        List<Frame> frames;
        synchronized (lock) {
            if (outbox == null || waiting == null || writing || over) {
                return;
            }
            source = outbox;
            frames = source.take(Outbox.WINDOW_BYTES);
            if (frames.isEmpty()) {
                return;
            }
            exchange = waiting;
            waiting = null;
            writing = true;
            settle();
        }
        exchange.packets(Payload.encode(frames), failure -> written(source, failure));
    }

    private void written(Outbox source, @Nullable Throwable failure) {
        synchronized (lock) {
            writing = false;
            settle();
        }
        if (failure != null) {
            host.onFailure();
        } else {
            source.delivered();
            pump();
        }
    }

    private void settle() {
        ready = waiting != null && !writing && !over;
    }

    /** Limits the wait of each GET, so that the client can upgrade. */
    void pause() {
        Exchange exchange;
        synchronized (lock) {
            paused = true;
            exchange = waiting;
        }
        if (exchange != null) {
            holdBriefly(exchange);
        }
    }

    /** Continues polling after a failed upgrade. */
    void resume() {
        synchronized (lock) {
            paused = false;
        }
    }

    /** Ends polling after a successful upgrade. */
    void end() {
        Exchange exchange;
        synchronized (lock) {
            over = true;
            lastWord = moved -> moved.refuse(Refusal.BAD_REQUEST);
            exchange = takeWaiting();
        }
        if (exchange != null) {
            exchange.refuse(Refusal.BAD_REQUEST);
        }
        resumeReads();
    }

    /** Notes that the client closed the connection: a waiting GET then ends with a noop packet. */
    void clientLeaves() {
        synchronized (lock) {
            lastWord = exchange -> say(NOOP, exchange);
        }
    }

    /** Notes that the client will send no GET to learn that the connection was closed. */
    void expectNobody() {
        synchronized (lock) {
            nobodyComes = true;
        }
    }

    @Override
    public void close(Ending ending) {
        Exchange exchange;
        Consumer<Exchange> word;
        synchronized (lock) {
            if (over) {
                return;
            }
            over = true;
            exchange = takeWaiting();
            word = lastWord;
            lastWord = this::sayLate;
            // Under the same lock, so that no GET can arrive between the close and the farewell.
            if (exchange == null && !nobodyComes) {
                host.keepFarewell();
            }
        }
        if (exchange != null) {
            word.accept(exchange);
        }
        resumeReads();
    }

    /** Responds to a GET that arrives after the close. */
    private void sayLate(Exchange exchange) {
        if (host.takeFarewell()) {
            say(CLOSE, exchange);
        } else {
            exchange.refuse(Refusal.UNKNOWN_SESSION);
        }
    }

    private @Nullable Exchange takeWaiting() {
        Exchange exchange = waiting;
        waiting = null;
        settle();
        return exchange;
    }

    private static void say(String packet, Exchange exchange) {
        exchange.packets(
                packet,
                failure -> {
                    // A client that did not receive it learns of the close from its next request.
                });
    }

    /**
     * Runs {@code answer} now, or once reads resume.
     *
     * @return false if too many responses are delayed already: the client does not wait for them
     */
    boolean whenReceiving(Runnable answer) {
        synchronized (lock) {
            if (heldBack != null) {
                return heldBack.size() < MAX_HELD_BACK && heldBack.add(answer);
            }
        }
        answer.run();
        return true;
    }

    @Override
    public Optional<ReadControl> reads() {
        return Optional.of(this);
    }

    @Override
    public void suspendReads() {
        synchronized (lock) {
            if (heldBack == null && !over) {
                heldBack = new ArrayList<>();
            }
        }
    }

    @Override
    public void resumeReads() {
        List<Runnable> answers;
        synchronized (lock) {
            answers = heldBack == null ? List.of() : heldBack;
            heldBack = null;
        }
        answers.forEach(Runnable::run);
        host.onReceiving();
    }

    /** Returns whether the client's messages are being handled. */
    boolean isReceiving() {
        return heldBack == null;
    }
}
