package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReactionBookTest {

    private static final ReactionId ANNA = new ReactionId("m", "👍", "anna");
    private static final ReactionId BEN = new ReactionId("m", "👍", "ben");
    private static final ReactionId PARTY = new ReactionId("m", "🎉", "anna");

    private final ReactionBook book = new ReactionBook();
    private final List<String> written = new ArrayList<>();

    private void read(Tally... tallies) {
        book.read(Map.of("m", List.of(tallies)));
    }

    private List<String> all() {
        return book.all("m").stream().map(t -> t.emoji() + t.count()).toList();
    }

    /** Writes down what is inserted and deleted. */
    private List<String> write() {
        book.write(
                (EntityManager)
                        Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {EntityManager.class},
                                (proxy, method, args) -> {
                                    if (method.getName().equals("persist")) {
                                        written.add("insert");
                                        return null;
                                    }
                                    return deletion();
                                }));
        return written;
    }

    private Query deletion() {
        Map<String, Object> parameters = new TreeMap<>();
        return (Query)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {Query.class},
                        (proxy, method, args) -> {
                            if (method.getName().equals("setParameter")) {
                                parameters.put((String) args[0], args[1]);
                                return proxy;
                            }
                            written.add("delete " + parameters.values());
                            return 1;
                        });
    }

    @Test
    void whatIsGivenIsCountedAndInserted() {
        read(new Tally("👍", 2, Set.of()));
        assertFalse(book.has(ANNA));
        assertEquals(3, book.give(ANNA, 7));
        assertTrue(book.has(ANNA));
        assertEquals(List.of("insert"), write());
    }

    @Test
    void whatIsTakenBackIsCountedAndDeleted() {
        read(new Tally("👍", 2, Set.of("anna")));
        assertEquals(1, book.take(ANNA));
        assertFalse(book.has(ANNA));
        assertEquals(List.of("delete [👍, m, anna]"), write());
    }

    @Test
    void whatIsGivenAndTakenBackInOneBatchIsNotWritten() {
        book.give(ANNA, 7);
        book.take(ANNA);
        assertEquals(List.of(), all());
        assertEquals(List.of(), write());
    }

    @Test
    void whatIsTakenBackAndGivenAgainInOneBatchIsNotWritten() {
        read(new Tally("👍", 1, Set.of("anna")));
        book.take(ANNA);
        book.give(ANNA, 8);
        assertEquals(List.of("👍1"), all());
        assertEquals(List.of(), write());
    }

    @Test
    void emojisStandInTheOrderInWhichTheyCame() {
        book.give(ANNA, 7);
        book.give(PARTY, 8);
        book.give(BEN, 9);
        assertEquals(List.of("👍2", "🎉1"), all());
    }

    @Test
    void anEmojiThatNobodyGivesAnyMoreIsGone() {
        book.give(ANNA, 7);
        book.give(PARTY, 8);
        book.take(ANNA);
        assertEquals(List.of("🎉1"), all());
    }

    @Test
    void reactionsThatLookLikeAStoredOneAreThatOne() {
        read(new Tally("\u2764", 2, Set.of("anna")), new Tally("\u2764\ufe0f", 1, Set.of()));
        ReactionId anna = new ReactionId("m", "\u2764\ufe0f", "anna");
        ReactionId ben = new ReactionId("m", "\u2764\ufe0f", "ben");
        assertEquals("\u2764", book.asStored(anna).emoji());
        assertEquals("\u2764\ufe0f", book.asStored(ben).emoji());
        assertEquals(1, book.take(book.asStored(anna)));
        assertEquals("\u2764\ufe0f", book.asStored(anna).emoji());
        assertEquals(List.of("delete [\u2764, m, anna]"), write());
    }

    @Test
    void aReactionLikeNoneThatIsStoredStaysAsItIs() {
        read(new Tally("👍\ufe0f", 2, Set.of()));
        assertEquals("👍\ufe0f", book.asStored(ANNA).emoji());
        assertEquals(PARTY, book.asStored(PARTY));
        assertEquals(3, book.give(book.asStored(ANNA), 7));
        assertEquals(List.of("👍\ufe0f3"), all());
    }

    @Test
    void aMessageThatGoesLosesAllItsReactions() {
        read(new Tally("👍", 2, Set.of("anna")));
        book.take(ANNA);
        book.give(PARTY, 8);
        book.clear("m");
        assertEquals(List.of(), all());
        assertEquals(List.of("delete [m]"), write());
    }

    @Test
    void aMessageHasOnlySoManyDifferentEmojis() {
        for (int i = 0; i < ReactionStore.MOST_EMOJIS; i++) {
            ReactionId id = new ReactionId("m", "e" + i, "anna");
            assertFalse(book.isFullFor(id));
            book.give(id, i);
        }
        assertTrue(book.isFullFor(ANNA));
        assertFalse(book.isFullFor(new ReactionId("m", "e3", "ben")));
        assertFalse(book.isFullFor(new ReactionId("other", "👍", "ben")));
    }
}
