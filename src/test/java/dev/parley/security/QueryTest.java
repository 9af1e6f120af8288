package dev.parley.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class QueryTest {

    @Test
    void namesAndValuesAreDecodedAndTheFirstOfANameCounts() {
        assertEquals(
                Map.of("EIO", "4", "x y", "é", "flag", "", "=", "="),
                Query.parse("EIO=4&x+y=%C3%A9&EIO=3&flag&%3D==&&=lost"));
    }

    @Test
    void noQueryIsNoParameters() {
        assertEquals(Map.of(), Query.parse(null));
        assertEquals(Map.of(), Query.parse(""));
    }

    @Test
    void whatCannotBeDecodedStaysAsItIs() {
        assertEquals(Map.of("a", "%zz", "b%", "1"), Query.parse("a=%zz&b%=1"));
    }

    @Property
    void anyTextIsAQuery(@ForAll("queries") String query) {
        Query.parse(query).keySet().forEach(name -> assertFalse(name.isEmpty()));
    }

    @Provide
    Arbitrary<String> queries() {
        return Arbitraries.oneOf(
                Arbitraries.strings(),
                Arbitraries.strings().withChars("%+&=?#EIO4sidtranpo\u0000é").ofMaxLength(60));
    }
}
