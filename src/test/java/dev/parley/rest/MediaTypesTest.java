package dev.parley.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*/*",
                "application/json",
                "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                "application/signed-exchange;v=b3;q=0.7",
                "application/json;q=1.000;charset=utf-8",
                "application/json;profile=\"a, \\\"b\\\"; c\"",
                "application/json ; q=0 , ,text/plain;"
            })
    void clientsSendTheseRanges(String accept) {
        assertTrue(MediaTypes.isAccept(accept));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html;q=x",
                "text/html;q=2",
                "text/html;q=-1",
                "text/html;q=\"1\"",
                "text/html;q",
                "text/",
                "/html",
                "text",
                "text/html/x",
                "a b/c",
                "text/html;charset=\"open",
                "text/html application/json"
            })
    void theseRangesAreMalformed(String accept) {
        assertFalse(MediaTypes.isAccept(accept));
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, true",
        "application/json; charset=utf-8, true",
        "application/json;, true",
        "application, false",
        "application/, false",
        "application/json;charset, false",
        "'application/json, text/plain', false"
    })
    void contentTypesAreJudgedToo(String type, boolean right) {
        assertEquals(right, MediaTypes.isType(type));
    }
}
