package dev.parley.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {

    private final Origins origins =
            origins("https://portal.example,http://localhost:3000,capacitor://localhost");

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // not a browser
                "-, chat.example, https, true",
                "-, -, -, true",
                // the own page
                "https://chat.example, chat.example, https, true",
                "https://chat.example, chat.example:443, wss, true",
                "https://chat.example:443, chat.example, https, true",
                "https://CHAT.example, Chat.Example, https, true",
                "http://localhost:8080, localhost:8080, http, true",
                "http://localhost:8080, localhost:8080, ws, true",
                "http://chat.example, chat.example:80, http, true",
                "http://[::1]:8080, [::1]:8080, http, true",
                "http://[0:0:0:0:0:0:0:1]:8080, [::1]:8080, http, true",
                "https://[2001:DB8::1], [2001:db8::1]:443, https, true",
                // TLS ends at a proxy
                "https://chat.example, chat.example, http, true",
                "https://chat.example, chat.example:443, http, true",
                "https://chat.example:8443, chat.example:8443, http, true",
                // a plain page is not the own one of a server with TLS
                "http://chat.example, chat.example, https, false",
                "http://chat.example:443, chat.example:443, wss, false",
                // another port, another host
                "http://localhost:8081, localhost:8080, http, false",
                "http://localhost, localhost:8080, http, false",
                "http://localhost:8080, localhost, http, false",
                "https://evil.example, chat.example, https, false",
                "https://chat.example.evil.example, chat.example, https, false",
                "https://evilchat.example, chat.example, https, false",
                "https://chat.example., chat.example, https, false",
                "https://chat.example, -, https, false",
                "http://[::2]:8080, [::1]:8080, http, false",
                // configured
                "https://portal.example, chat.example, https, true",
                "https://portal.example:443, chat.example, https, true",
                "HTTPS://Portal.Example, chat.example, https, true",
                "http://localhost:3000, localhost:8080, http, true",
                "capacitor://localhost, chat.example, https, true",
                "http://portal.example, chat.example, https, false",
                "https://portal.example:8443, chat.example, https, false",
                "https://sub.portal.example, chat.example, https, false",
                "ionic://localhost, chat.example, https, false",
                // malformed
                "null, chat.example, https, false",
                "'', chat.example, https, false",
                "chat.example, chat.example, https, false",
                "https://chat.example/, chat.example, https, false",
                "https://chat.example/path, chat.example, https, false",
                "https://chat.example?x, chat.example, https, false",
                "https://user@chat.example, chat.example, https, false",
                "https://portal.example@evil.example, chat.example, https, false",
                "'https://chat.example https://evil.example', chat.example, https, false",
                "'https://chat.example, https://evil.example', chat.example, https, false",
                "https://chat.example:0, chat.example:0, https, false",
                "https://chat.example:65536, chat.example:65536, https, false",
                "https://chat.example:99999, chat.example, https, false",
                "https://chat.example:, chat.example, https, false",
                "https://, chat.example, https, false",
                "https://[::1, [::1, https, false",
                "https://[:::::], [:::::], https, false",
                "https://chat.example\\@evil.example, chat.example, https, false",
                "javascript://chat.example, chat.example, http, false",
                "https://chat.example, 'chat.example, evil.example', https, false",
            })
    void foreignPagesAreKeptOut(String origin, String host, String scheme, boolean expected) {
        assertEquals(expected, origins.allows(origin, host, scheme));
    }

    @Test
    void aLineFeedDoesNotSplitAnOrigin() {
        assertFalse(origins.allows("https://portal.example\n", "chat.example", "https"));
    }

    @Test
    void nothingIsConfiguredByDefault() {
        assertFalse(origins("").allows("https://portal.example", "chat.example", "https"));
    }

    @Test
    void aStarAllowsEverythingEvenTheOpaqueOrigin() {
        Origins all = origins("*");

        assertTrue(all.allows("https://anything.example", "chat.example", "https"));
        assertTrue(all.allows("null", "chat.example", "https"));
    }

    private static Origins origins(String configured) {
        return new Origins(TestTokens.settings("parley.cors.origins", configured));
    }
}
