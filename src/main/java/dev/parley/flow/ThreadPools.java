package dev.parley.flow;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.AbortPolicy;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;

/**
 * The threads that Parley runs on. The container makes all of them, so that {@code java:comp} and
 * transactions work on them. Thread-safe.
 */
@ApplicationScoped
public class ThreadPools {

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int MAX_WAITING_READS = 2_000;
    private static final int MAX_WAITING_ADMISSIONS = 5_000;

    /**
     * Open Liberty blocks a thread that writes to or closes a WebSocket while another write to it
     * is in progress, for seconds if the client does not read. With one thread per core, four such
     * clients delayed all others.
     */
    private static final int MAX_HELD = 32;

    @Resource ManagedThreadFactory threads;

    private Stripes stripes;
    private ExecutorService readers;
    private ExecutorService senders;
    private Pool closers;
    private ExecutorService aborts;
    private ExecutorService answers;
    private ExecutorService admissions;
    private ExecutorService searches;
    private Timers timers;
    private WriteCoalescer coalescer;
    private final Watchdog watchdog = new Watchdog(System::nanoTime);
    private final HeldThreads heldThreads = new HeldThreads();
    private final List<ExecutorService> all = new ArrayList<>();
    private boolean stopped;

    @PostConstruct
    void start() {
        int cores = Runtime.getRuntime().availableProcessors();
        List<ExecutorService> serial = new ArrayList<>();
        for (int i = 0; i < Math.max(4, cores); i++) {
            // The queue is never full; tasks that arrive after the stop have no client left.
            Pool stripe = pool(1, new LinkedBlockingQueue<>(), new DiscardPolicy());
            serial.add(stripe);
            watchdog.watch("stripe " + (i + 1), stripe);
        }
        stripes = new Stripes(serial);
        readers =
                pool(
                        Math.max(4, cores),
                        new ArrayBlockingQueue<>(MAX_WAITING_READS),
                        new AbortPolicy());
        searches = pool(2, new ArrayBlockingQueue<>(MAX_WAITING_READS), new AbortPolicy());
        admissions = pool(2, new ArrayBlockingQueue<>(MAX_WAITING_ADMISSIONS), new AbortPolicy());
        Pool writes = pool(MAX_HELD, new LinkedBlockingQueue<>(), new AbortPolicy());
        senders = writes;
        watchdog.watch("senders", writes);
        closers = pool(MAX_HELD, new LinkedBlockingQueue<>(), new AbortPolicy());
        aborts = pool(MAX_HELD, new LinkedBlockingQueue<>(), new AbortPolicy());
        answers = pool(MAX_HELD, new ArrayBlockingQueue<>(MAX_WAITING_READS), new AbortPolicy());
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, this::newThread);
        clock.setRemoveOnCancelPolicy(true);
        clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        all.add(clock);
        timers = new Timers(clock, System::nanoTime);
        Pool delayed = pool(1, new LinkedBlockingQueue<>(), new DiscardPolicy());
        watchdog.watch("delayed writes", delayed);
        coalescer = new WriteCoalescer(timers, delayed);
        Rounds ticks = Rounds.always();
        timers.every(TICK, ticks::turn);
        watchdog.watch("timers", ticks);
        timers.every(HeldThreads.PAUSE, heldThreads::sweep);
    }

    private Pool pool(
            int size, BlockingQueue<Runnable> queue, RejectedExecutionHandler afterwards) {
        Pool pool = new Pool(size, queue, this::newThread, afterwards);
        all.add(pool);
        return pool;
    }

    /** A pool for the caller's own use, without a bound on what waits; it ends with the others. */
    public synchronized ExecutorService open(int size) {
        ExecutorService pool = pool(size, new LinkedBlockingQueue<>(), new AbortPolicy());
        if (stopped) {
            pool.shutdown();
        }
        return pool;
    }

    private Thread newThread(Runnable task) {
        return threads.newThread(task);
    }

    /** Makes a thread for a task that runs until the stop, for example a lane that commits. */
    public Thread dedicated(Runnable task) {
        return threads.newThread(task);
    }

    /** Knows whether the threads of this class, and loops that others add, still work. */
    public Watchdog watchdog() {
        return watchdog;
    }

    /** For the tasks of a room or a user, one after the other. */
    public Stripes stripes() {
        return stripes;
    }

    /**
     * For reads of the database. Throws {@link java.util.concurrent.RejectedExecutionException}
     * when more than 2,000 tasks wait.
     */
    public ExecutorService readers() {
        return readers;
    }

    /**
     * For searches, so that expensive ones delay only each other. Throws {@link
     * java.util.concurrent.RejectedExecutionException} when more than 2,000 tasks wait.
     */
    public ExecutorService searches() {
        return searches;
    }

    /**
     * For admissions, which anybody can cause and which store users in the database. Apart from the
     * readers, so that connected clients do not wait for it. Throws {@link
     * java.util.concurrent.RejectedExecutionException} when more than 5,000 tasks wait.
     */
    public ExecutorService admissions() {
        return admissions;
    }

    /** For writes to WebSockets where the container may block the caller. */
    public ExecutorService senders() {
        return senders;
    }

    /** Returns whether all tasks of {@link #closers} have completed. */
    boolean haveClosed() {
        return closers.isIdle();
    }

    /**
     * Closes something on a thread of its own. The caller that finds a client gone may hold a lock,
     * or be a timer or a room's stripe, and handlers are notified in the same call.
     */
    public void end(Runnable ending) {
        try {
            closers.execute(ending);
        } catch (RejectedExecutionException stopping) {
            ending.run();
        } catch (OutOfMemoryError noThread) {
            timers.after(TICK, () -> end(ending));
        }
    }

    /**
     * Ends the connection of a client that does not respond. On threads of its own: on Open
     * Liberty, such clients block the closers, and only this frees them.
     */
    public void abort(Runnable ending) {
        try {
            aborts.execute(ending);
        } catch (RejectedExecutionException stopping) {
            ending.run();
        } catch (OutOfMemoryError noThread) {
            timers.after(TICK, () -> abort(ending));
        }
    }

    /**
     * For encoding REST responses, which {@link BodyWriter} writes. Nothing else waits for these
     * threads. Throws {@link java.util.concurrent.RejectedExecutionException} when more than 2,000
     * wait.
     */
    public ExecutorService answers() {
        return answers;
    }

    public Timers timers() {
        return timers;
    }

    WriteCoalescer coalescer() {
        return coalescer;
    }

    HeldThreads heldThreads() {
        return heldThreads;
    }

    /** Stops all threads; waiting tasks get at most {@code patience} to run. */
    public void stop(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        for (ExecutorService pool : shutdown()) {
            try {
                if (!pool.awaitTermination(
                        Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    pool.shutdownNow();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                pool.shutdownNow();
            }
        }
    }

    /** Beans that are made at their first use may still open pools. */
    private synchronized List<ExecutorService> shutdown() {
        stopped = true;
        all.forEach(ExecutorService::shutdown);
        return List.copyOf(all);
    }

    @PreDestroy
    void end() {
        stop(Duration.ofSeconds(1));
    }
}
