package dev.parley.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.server.BodyBudget;
import dev.parley.server.RequestRefusal;
import dev.parley.server.RequestRefusedException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LimitedRequestTest {

    private static final String BODY = "aé" + "x".repeat(997);

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final List<String> headers = new ArrayList<>();
    private final BodyBudget budget = new BodyBudget(10_000, 1_500);

    /** Each piece of the body takes a second. */
    private final class Body extends ServletInputStream {

        private final InputStream bytes =
                new ByteArrayInputStream(BODY.getBytes(StandardCharsets.UTF_8));

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            now.addAndGet(Duration.ofSeconds(1).toNanos());
            return bytes.read(target, offset, Math.min(length, 100));
        }

        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException();
        }
    }

    private LimitedRequest request(int seconds) {
        HttpServletRequest request =
                fake(
                        HttpServletRequest.class,
                        name -> name.equals("getInputStream") ? new Body() : "UTF-8");
        return new LimitedRequest(
                request,
                fake(HttpServletResponse.class, name -> null),
                Duration.ofSeconds(seconds),
                budget.share("a"),
                now::get);
    }

    private <T> T fake(Class<T> type, java.util.function.Function<String, Object> results) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("setHeader")) {
                                headers.add(Arrays.toString(arguments));
                            }
                            return results.apply(method.getName());
                        }));
    }

    private void refused(RequestRefusal refusal, LimitedRequest request) {
        RequestRefusedException failure =
                assertThrows(
                        RequestRefusedException.class,
                        () -> request.getInputStream().readAllBytes());
        assertEquals(refusal, failure.refusal());
        assertEquals(List.of("[Connection, close]"), headers);
    }

    @Test
    void aBodyInTimeIsReadAsBytesOrAsText() throws IOException {
        assertEquals(
                BODY,
                new String(request(20).getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        LimitedRequest second = new LimitedRequestTest().request(20);
        assertEquals(BODY, second.getReader().readLine());
        assertEquals(List.of(), headers);
    }

    @Test
    void aBodyThatTricklesIsEndedThoughEachByteIsInTime() {
        refused(RequestRefusal.TOO_SLOW, request(5));
    }

    @Test
    void bodiesCountTogetherUntilTheirMemoryIsReleased() throws IOException {
        request(20).getInputStream().readAllBytes();
        refused(RequestRefusal.TOO_MANY, request(20));
    }
}
