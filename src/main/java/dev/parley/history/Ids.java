package dev.parley.history;

import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Lists of ids in native queries, which EclipseLink does not expand. Stateless. */
final class Ids {

    /** The maximum number of ids in one query. */
    static final int MOST = 500;

    private Ids() {}

    /** Returns {@code IN (?, …)}. */
    static String in(Collection<String> ids) {
        return " IN (?" + ", ?".repeat(ids.size() - 1) + ")";
    }

    /**
     * Sets the parameters of {@link #in}.
     *
     * @param before the number of parameters before them
     */
    static void set(Query query, int before, Collection<String> ids) {
        int position = before;
        for (String id : ids) {
            query.setParameter(++position, id);
        }
    }

    /** Splits ids into sorted parts of at most {@value #MOST}. */
    static List<List<String>> parts(Collection<String> ids) {
        List<String> sorted = ids.stream().sorted().toList();
        List<List<String>> parts = new ArrayList<>();
        for (int from = 0; from < sorted.size(); from += MOST) {
            parts.add(sorted.subList(from, Math.min(sorted.size(), from + MOST)));
        }
        return parts;
    }
}
