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

/**
 * HTTP long polling as the way to a client: a GET waits until there is something for it.
 * Thread-safe; no call blocks.
 *
 * <p>What the client sends is held back by not answering its POST, since it sends no other before.
 */
final class PollingLink implements Link, ReadControl {

    private static final String CLOSE = "1";
    private static final String NOOP = "6";

    /** How long a GET may wait while the client changes over. */
    private static final Duration CHANGE = Duration.ofMillis(50);

    private final Timers timers;

    /** Clients send one POST at a time; a few may overtake each other on their way. */
    private static final int MAX_HELD_BACK = 8;

    /** Who has the link. No call may block. */
    interface Host {
        /** The link is closed while no GET waits for the news: the next one is to hear them. */
        void keepFarewell();

        /** Whether the news are still to be told; true once. */
        boolean takeFarewell();

        /** An answer cannot be written. */
        void onFailure();

        /** What the client sends may be taken again. */
        void onReceiving();
    }

    private final Host host;

    private final Object lock = new Object();
    private Outbox outbox;
    private Exchange waiting;
    private boolean writing;
    private boolean paused;
    private boolean over;
    private boolean nobodyComes;
    private Consumer<Exchange> lastWord = exchange -> say(CLOSE, exchange);

    /** Read without the lock, since the outbox asks while it holds its own. */
    private volatile boolean ready;

    /** Answers to POSTs that are held back; null while none has to be. */
    private volatile List<Runnable> heldBack;

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
     * Lets a GET wait for packets.
     *
     * @return false if another waits already: a violation that ends the connection
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
     * A client that changes over waits for its GET to end; but one that has changed over sends
     * none, and its word may be on its way on the WebSocket.
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

    /** Answers the GET that waits, if there is one and something for it. */
    private void pump() {
        Exchange exchange;
        List<Frame> frames;
        synchronized (lock) {
            if (waiting == null || writing || over) {
                return;
            }
            frames = outbox.take(Outbox.WINDOW_BYTES);
            if (frames.isEmpty()) {
                return;
            }
            exchange = waiting;
            waiting = null;
            writing = true;
            settle();
        }
        exchange.packets(Payload.encode(frames), this::written);
    }

    private void written(Throwable failure) {
        synchronized (lock) {
            writing = false;
            settle();
        }
        if (failure != null) {
            host.onFailure();
        } else {
            outbox.delivered();
            pump();
        }
    }

    private void settle() {
        ready = waiting != null && !writing && !over;
    }

    /** Lets no GET wait for long, so that the client can change over. */
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

    /** The client stays with polling. */
    void resume() {
        synchronized (lock) {
            paused = false;
        }
    }

    /** The client has changed over. */
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

    /** The client itself has said that it leaves. */
    void clientLeaves() {
        synchronized (lock) {
            lastWord = exchange -> say(NOOP, exchange);
        }
    }

    /** Nobody will come for the news that the connection is over. */
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
            // In the same turn: no GET comes between the end and the news that are kept for it.
            if (exchange == null && !nobodyComes) {
                host.keepFarewell();
            }
        }
        if (exchange != null) {
            word.accept(exchange);
        }
        resumeReads();
    }

    /** To a GET that comes when the connection is over. */
    private void sayLate(Exchange exchange) {
        if (host.takeFarewell()) {
            say(CLOSE, exchange);
        } else {
            exchange.refuse(Refusal.UNKNOWN_SESSION);
        }
    }

    private Exchange takeWaiting() {
        Exchange exchange = waiting;
        waiting = null;
        settle();
        return exchange;
    }

    private static void say(String packet, Exchange exchange) {
        exchange.packets(
                packet,
                failure -> {
                    // Whoever did not read it finds out by the next request.
                });
    }

    /**
     * Runs {@code answer} now, or when the client may send again.
     *
     * @return false if too many are held back already: the client does not wait for answers
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

    /** Whether what the client sends is taken at present. */
    boolean isReceiving() {
        return heldBack == null;
    }
}
