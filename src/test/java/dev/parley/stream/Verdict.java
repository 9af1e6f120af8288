package dev.parley.stream;

import java.util.Optional;

/** What a simulation found wrong. It throws nothing: what is under test may catch it. */
final class Verdict {

    private String first;

    void violated(String what) {
        if (first == null) {
            first = what;
        }
    }

    void require(boolean holds, String otherwise) {
        if (!holds) {
            violated(otherwise);
        }
    }

    boolean isGood() {
        return first == null;
    }

    /** The first violation; empty if there is none. */
    Optional<String> violation() {
        return Optional.ofNullable(first);
    }
}
