package dev.parley.engineio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.config.AddressRange;
import dev.parley.security.ClientAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandshakeRefusedTest {

    /** A request of 203.0.113.7, which the proxy at 10.0.0.1 has passed on. */
    private static HttpServletRequest request() {
        return (HttpServletRequest)
                Proxy.newProxyInstance(
                        HttpServletRequest.class.getClassLoader(),
                        new Class<?>[] {HttpServletRequest.class},
                        (proxy, method, arguments) ->
                                switch (method.getName()) {
                                    case "getServletPath" -> "/socket.io";
                                    case "getRemoteAddr" -> "10.0.0.1";
                                    case "getHeaders" ->
                                            Collections.enumeration(List.of("203.0.113.7"));
                                    default -> throw new AssertionError(method);
                                });
    }

    private static HandshakeRefused behind(AddressRange... trusted) {
        return HandshakeRefused.of(
                request(), Refusal.UNKNOWN_TRANSPORT, new ClientAddress(List.of(trusted)));
    }

    @Test
    void itHasTheAddressOfTheClientRatherThanOfATrustedProxy() {
        assertEquals(
                new HandshakeRefused("0", "Transport unknown", "/socket.io", "203.0.113.7"),
                behind(AddressRange.parse("10.0.0.0/8").orElseThrow()));
        assertEquals("10.0.0.1", behind().remoteAddress());
    }
}
