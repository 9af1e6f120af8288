package dev.parley.engineio;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.flow.BodyWriter;
import jakarta.servlet.AsyncContext;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExchangeTest {

    private final List<String> calls = new ArrayList<>();

    /** Open Liberty recycles responses: their methods then fail. */
    private final AsyncContext recycled =
            (AsyncContext)
                    Proxy.newProxyInstance(
                            ExchangeTest.class.getClassLoader(),
                            new Class<?>[] {AsyncContext.class},
                            (proxy, method, arguments) -> {
                                calls.add(method.getName());
                                throw new NullPointerException("recycled");
                            });

    @Test
    void aRequestThatHasEndedMeanwhileIsEndedWithoutAFailure() {
        Exchange exchange = new Exchange(recycled, new BodyWriter() {}, Optional.empty());
        assertDoesNotThrow(() -> exchange.end(408));
        assertEquals(List.of("getResponse", "complete"), calls);
    }
}
