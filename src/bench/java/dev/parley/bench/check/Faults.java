package dev.parley.bench.check;

/**
 * What was wrong with what one receiver, or all of them, got.
 *
 * @param lost never came
 * @param repeated came again
 * @param swapped came after one with a higher {@code seq}
 * @param wrong came in the wrong room, or with another text than others or the sender know
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
