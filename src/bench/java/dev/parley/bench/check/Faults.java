package dev.parley.bench.check;

/**
 * The faults in what one receiver, or all of them, received.
 *
 * @param lost never arrived
 * @param repeated arrived again
 * @param swapped arrived after one with a higher {@code seq}
 * @param wrong arrived in the wrong room, or with another text than that of the sender or other
 *     receivers
 */
public record Faults(long lost, long repeated, long swapped, long wrong) {

    public static final Faults NONE = new Faults(0, 0, 0, 0);

    public Faults plus(Faults other) {
        return new Faults(
                lost + other.lost,
                repeated + other.repeated,
                swapped + other.swapped,
                wrong + other.wrong);
    }

    public long total() {
        return lost + repeated + swapped + wrong;
    }
}
