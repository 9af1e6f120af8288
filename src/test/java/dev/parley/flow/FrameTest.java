package dev.parley.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameTest {

    @Property
    void aTextIsAsLongAsItsBytes(@ForAll("wellFormed") String text) {
        assertEquals(text.getBytes(StandardCharsets.UTF_8).length, Frame.utf8Length(text));
    }

    @Provide
    Arbitrary<String> wellFormed() {
        Arbitrary<Integer> codePoints =
                Arbitraries.oneOf(
                        Arbitraries.integers().between(0, 0x7f),
                        Arbitraries.integers().between(0x80, 0x7ff),
                        Arbitraries.integers().between(0x800, 0xd7ff),
                        Arbitraries.integers().between(0xe000, 0xffff),
                        Arbitraries.integers().between(0x10000, 0x10ffff));
        return codePoints
                .list()
                .ofMaxSize(50)
                .map(
                        points -> {
                            StringBuilder text = new StringBuilder();
                            points.forEach(text::appendCodePoint);
                            return text.toString();
                        });
    }

    @ParameterizedTest
    @CsvSource({"'',0", "a,1", "\u007f,1", "\u0080,2", "ü,2", "\u07ff,2", "€,3", "😀,4", "a😀€,8"})
    void aCharacterTakesOneToFourBytes(String text, int bytes) {
        assertEquals(bytes, Frame.utf8Length(text));
    }
}
