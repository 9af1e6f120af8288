package dev.parley.bench.load;

/** Rooms, and members in each. A client is in one room. */
public record Layout(int rooms, int members) {

    /** Reads {@code 10x100}: ten rooms of a hundred. */
    public static Layout parse(String text) {
        String[] parts = text.split("x");
        if (parts.length != 2) {
            throw new IllegalArgumentException("no rooms x members, like 10x100: " + text);
        }
        return new Layout(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }

    public Layout {
        if (rooms < 1 || members < 1 || rooms > 1000 || (long) rooms * members > 25_000) {
            throw new IllegalArgumentException(
                    "at most 1000 rooms and 25000 clients: " + rooms + "x" + members);
        }
    }

    public int clients() {
        return rooms * members;
    }

    int roomOf(int client) {
        return client % rooms;
    }

    /**
     * Returns the client that sends the n-th message: rooms take turns, and so do the members of a
     * room.
     */
    int sender(long n) {
        int room = (int) (n % rooms);
        int member = (int) (n / rooms % members);
        return member * rooms + room;
    }

    @Override
    public String toString() {
        return rooms + "x" + members;
    }
}
