package dev.parley.bench.load;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import java.util.function.IntConsumer;

/** Starts something for many clients, a bounded number at a time. Only for the loop's thread. */
final class Ramp {

    private final Queue<Integer> waiting;
    private final int atOnce;
    private final IntConsumer start;
    private int underWay;

    Ramp(Collection<Integer> clients, int atOnce, IntConsumer start) {
        this.waiting = new ArrayDeque<>(clients);
        this.atOnce = atOnce;
        this.start = start;
    }

    /** Starts what may be started. */
    void go() {
        while (underWay < atOnce && !waiting.isEmpty()) {
            underWay++;
            start.accept(waiting.remove());
        }
    }

    /** One has ended; the next may start. */
    void ended() {
        underWay--;
        go();
    }

    boolean isOver() {
        return underWay == 0 && waiting.isEmpty();
    }
}
