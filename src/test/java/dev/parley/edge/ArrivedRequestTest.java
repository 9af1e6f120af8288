package dev.parley.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArrivedRequestTest {

    private static final String FORM = "application/x-www-form-urlencoded;charset=UTF-8";

    private final Map<String, Object> container = new HashMap<>();

    private ArrivedRequest arrived(String pathInfo, String type, String body) {
        container.put("getRequestURI", "/api/users/a%2Fb");
        container.put("getRequestURL", new StringBuffer("http://x/api/users/a%2Fb"));
        container.put("getServletPath", "/api");
        container.put("getPathInfo", pathInfo);
        container.put("getQueryString", "a=1&c=%zz");
        container.put("getMethod", "POST");
        container.put("getContentType", type);
        container.put("getCharacterEncoding", "UTF-8");
        HttpServletRequest request =
                (HttpServletRequest)
                        Proxy.newProxyInstance(
                                HttpServletRequest.class.getClassLoader(),
                                new Class<?>[] {HttpServletRequest.class},
                                (proxy, method, arguments) -> container.get(method.getName()));
        ArrivedRequest arrived = new ArrivedRequest(request);
        arrived.arrived(body.getBytes(StandardCharsets.UTF_8));
        return arrived;
    }

    @Test
    void itsAddressIsThatOfTheClientAfterTheDispatch() {
        ArrivedRequest request = arrived("/users/a/b", "application/json", "{}");
        container.replaceAll((name, value) -> "of the dispatch");
        assertEquals("/api/users/a%2Fb", request.getRequestURI());
        assertEquals("http://x/api/users/a%2Fb", request.getRequestURL().toString());
        assertEquals("/api", request.getServletPath());
        assertEquals("/users/a/b", request.getPathInfo());
        assertEquals("a=1&c=%zz", request.getQueryString());
    }

    @Test
    void noPathThatAClientSendsSelectsAnotherServletOrFilter() {
        for (String path : List.of("/users/..", "/users/../..", "/./x", "/users/.a", "/a..b")) {
            String sent = arrived(path, "application/json", "").dispatchPath();
            assertFalse(sent.contains("/."), sent);
        }
        assertEquals(
                "/api/users/CORP-jdoe-x-y-z-5C-v1.0_a",
                arrived("/users/CORP\\jdoe?x;y#z%5Cév1.0_a", "application/json", "")
                        .dispatchPath());
        assertEquals("/api", arrived(null, "application/json", "").dispatchPath());
    }

    @Test
    void theBodyIsReadAsBytesAndAsText() throws IOException {
        ArrivedRequest request = arrived("/x", "application/json", "é{}");
        assertEquals(4, request.getInputStream().available());
        assertArrayEquals(
                "é{}".getBytes(StandardCharsets.UTF_8), request.getInputStream().readAllBytes());
        assertEquals(-1, request.getInputStream().read());
        assertEquals("é{}", arrived("/x", "application/json", "é{}").getReader().readLine());
    }

    @Test
    void theFieldsOfAFormFollowTheParametersOfTheQuery() {
        ArrivedRequest form = arrived("/x", FORM, "a=2&b=%C3%A9+x&=3&d");
        assertEquals("1", form.getParameter("a"));
        assertArrayEquals(new String[] {"1", "2"}, form.getParameterValues("a"));
        assertEquals("é x", form.getParameter("b"));
        assertEquals("%zz", form.getParameter("c"));
        assertEquals("", form.getParameter("d"));
        assertEquals(List.of("a", "c", "b", "d"), Collections.list(form.getParameterNames()));
        ArrivedRequest other = arrived("/x", "text/plain", "b=2");
        assertNull(other.getParameter("b"));
        assertNull(other.getParameterValues("b"));
        assertEquals("1", other.getParameter("a"));
    }
}
