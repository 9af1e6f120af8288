package dev.parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class UndertowCookiesTest {

    @Test
    void usualCookiesStayAsTheyAre() {
        List<String> usual =
                List.of("io=a1b2; token=x.y-z_=; quoted=\"a b\"; empty=; ;", "x={\"y\":1}");
        assertEquals(usual, UndertowCookies.kept(usual));
    }

    @Test
    void aForeignCookieGoesAndTheOthersStay() {
        assertEquals(
                List.of("a=1; b=2"), UndertowCookies.kept(List.of("a=1; name=J\u00fcrgen; b=2")));
        assertEquals(List.of("b=2"), UndertowCookies.kept(List.of("n\u00e4me=1; b=2")));
        assertEquals(List.of("b=2"), UndertowCookies.kept(List.of("$Version=x; b=2")));
        assertEquals(List.of("b=2"), UndertowCookies.kept(List.of("x=\u0001;b=2")));
        assertEquals(List.of(), UndertowCookies.kept(List.of("name=J\u00c3\u00bcrgen")));
    }

    @Test
    void noMoreAreLeftThanUndertowParses() {
        String many = String.join("; ", Collections.nCopies(UndertowCookies.MAX + 5, "a=1"));
        String kept = UndertowCookies.kept(List.of(many, "b=2")).get(0);
        assertEquals(UndertowCookies.MAX, kept.split(";").length);
    }

    @Test
    void theHeadersOfARequestAreChanged() {
        HeaderMap headers = new HeaderMap();
        headers.add(Headers.COOKIE, "a=1; name=J\u00fcrgen");
        headers.add(Headers.COOKIE, "name=\u00e9");
        UndertowCookies.clean(headers);
        assertEquals(List.of("a=1"), List.copyOf(headers.get(Headers.COOKIE)));
    }
}
