package dev.parley.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.parley.api.Handshake;
import dev.parley.hub.Namespace;
import dev.parley.hub.TestSocket;
import dev.parley.security.PrincipalRequest;
import dev.parley.security.Query;
import dev.parley.security.TokenPlace;
import jakarta.json.JsonValue;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlainHandshakeFilterTest {

    /** Without a token in a header; fails if anybody reads the body for its parameters. */
    private static HttpServletRequest request(String query) {
        return (HttpServletRequest)
                Proxy.newProxyInstance(
                        HttpServletRequest.class.getClassLoader(),
                        new Class<?>[] {HttpServletRequest.class},
                        (proxy, method, arguments) ->
                                switch (method.getName()) {
                                    case "getQueryString" -> query;
                                    case "getHeaders" -> Collections.emptyEnumeration();
                                    case "getHeader", "getCookies", "getUserPrincipal" -> null;
                                    default -> throw new AssertionError(method);
                                });
    }

    /** Both patterns of the filter match {@code /ws}. */
    @Test
    void aHandshakeThatWasAcceptedIsNotJudgedAgain() throws Exception {
        PlainHandshake accepted =
                new PlainHandshake(
                        TestSocket.user("anna"),
                        new Namespace("/", null),
                        new Handshake(
                                JsonValue.EMPTY_JSON_OBJECT, Map.of(), "127.0.0.1", Instant.EPOCH),
                        Optional.empty());
        PrincipalRequest request = new PrincipalRequest(request("token=x"), accepted);
        List<ServletRequest> passed = new ArrayList<>();
        HttpServletResponse untouched =
                (HttpServletResponse)
                        Proxy.newProxyInstance(
                                HttpServletResponse.class.getClassLoader(),
                                new Class<?>[] {HttpServletResponse.class},
                                (proxy, method, arguments) -> {
                                    throw new AssertionError(method);
                                });
        // It has no verifier, nor anything else that it would need to judge the request.
        new PlainHandshakeFilter()
                .doFilter(request, untouched, (next, response) -> passed.add(next));
        assertEquals(1, passed.size());
        assertSame(request, passed.get(0));
    }

    @Test
    void theTokenComesFromTheQueryStringAndNeverFromTheBody() {
        HttpServletRequest request = request("x=%zz&token=Bearer%20a.b.c&y=a|b");
        Map<String, String> query = Query.parse(request.getQueryString());
        TokenPlace headers = new TokenPlace(Optional.empty());
        assertEquals(Optional.of("a.b.c"), HandshakeToken.of(request, query, headers));
        assertEquals(Optional.empty(), HandshakeToken.of(request(null), Map.of(), headers));
    }
}
