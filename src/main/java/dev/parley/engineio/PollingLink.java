package dev.parley.engineio;

import dev.parley.flow.Channel;
import dev.parley.flow.Ending;
import dev.parley.flow.Frame;
import dev.parley.flow.Link;
import dev.parley.flow.Outbox;
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
final class PollingLink implements Link, Channel {

    private static final String CLOSE = "1";
    private static final String NOOP = "6";

    private final Runnable unusedFarewell;
    private final Consumer<Throwable> onFailure;

    private final Object lock = new Object();
    private Outbox outbox;
    private Exchange waiting;
    private boolean writing;
    private boolean paused;
    private boolean over;
    private boolean nobodyComes;
    private String farewell = CLOSE;

    /** Read without the lock, since the outbox asks while it holds its own. */
    private volatile boolean ready;

    /** POSTs whose answer is held back; null while none has to be. */
    private List<Runnable> heldBack;

    /**
     * @param unusedFarewell called if the link is closed while no GET waits for the news
     * @param onFailure called when an answer cannot be written
     */
    PollingLink(Runnable unusedFarewell, Consumer<Throwable> onFailure) {
        this.unusedFarewell = unusedFarewell;
        this.onFailure = onFailure;
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
        String atOnce = null;
        synchronized (lock) {
            if (waiting != null) {
                return false;
            }
            if (over) {
                atOnce = farewell;
            } else if (paused) {
                atOnce = NOOP;
            } else {
                waiting = exchange;
                settle();
            }
        }
        if (atOnce != null) {
            exchange.packets(atOnce, this::ignore);
        } else {
            pump();
        }
        return true;
    }

    /** Answers the GET that waits, if there is one and something for it. */
    private void pump() {
        Exchange exchange;
        List<Frame> frames;
        synchronized (lock) {
            if (waiting == null || writing || paused || over) {
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
            onFailure.accept(failure);
        } else {
            outbox.delivered();
            pump();
        }
    }

    private void settle() {
        ready = waiting != null && !writing && !paused && !over;
    }

    /** Sends nothing more, so that the client's GET ends and it can change over. */
    void pause() {
        Exchange exchange;
        synchronized (lock) {
            paused = true;
            exchange = takeWaiting();
        }
        if (exchange != null) {
            exchange.packets(NOOP, this::ignore);
        }
    }

    /** The client stays with polling. */
    void resume() {
        synchronized (lock) {
            paused = false;
            settle();
        }
        pump();
    }

    /** The client has changed over. */
    void end() {
        Exchange exchange;
        synchronized (lock) {
            over = true;
            farewell = NOOP;
            exchange = takeWaiting();
        }
        if (exchange != null) {
            exchange.packets(NOOP, this::ignore);
        }
        resumeReceives();
    }

    /** The client itself has said that it leaves. */
    void clientLeaves() {
        synchronized (lock) {
            farewell = NOOP;
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
        boolean missed;
        synchronized (lock) {
            if (over) {
                return;
            }
            over = true;
            exchange = takeWaiting();
            missed = exchange == null && !nobodyComes;
        }
        if (exchange != null) {
            exchange.packets(farewell, this::ignore);
        }
        if (missed) {
            unusedFarewell.run();
        }
        resumeReceives();
    }

    private Exchange takeWaiting() {
        Exchange exchange = waiting;
        waiting = null;
        settle();
        return exchange;
    }

    private void ignore(Throwable failure) {
        // Whoever did not read the last word finds out by the next request.
    }

    /** Runs {@code answer} now, or when the client may send again. */
    void whenReceiving(Runnable answer) {
        synchronized (lock) {
            if (heldBack != null) {
                heldBack.add(answer);
                return;
            }
        }
        answer.run();
    }

    @Override
    public Optional<Channel> channel() {
        return Optional.of(this);
    }

    @Override
    public void suspendReceives() {
        synchronized (lock) {
            if (heldBack == null && !over) {
                heldBack = new ArrayList<>();
            }
        }
    }

    @Override
    public void resumeReceives() {
        List<Runnable> answers;
        synchronized (lock) {
            answers = heldBack == null ? List.of() : heldBack;
            heldBack = null;
        }
        answers.forEach(Runnable::run);
    }

    @Override
    public void abort() {
        close(Ending.NORMAL);
    }
}
