package dev.parley.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.server.TestServers;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BodyWriterTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String BODY = "x".repeat(100_000);

    private final ManualClock clock = new ManualClock();
    private final Client client = new Client();
    private final List<String> ends = new ArrayList<>();

    private final ThreadPools threads =
            new ThreadPools() {
                @Override
                public Timers timers() {
                    return clock.timers();
                }

                @Override
                public void abort(Runnable ending) {
                    ending.run();
                }
            };

    /** A client that takes as many bytes as it has asked for. */
    private static final class Client extends ServletOutputStream {

        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private WriteListener listener;
        private int asked;

        /** Runs once, during the first write. */
        private Runnable duringWrite = () -> {};

        void read(int bytes) throws IOException {
            asked += bytes;
            listener.onWritePossible();
        }

        @Override
        public boolean isReady() {
            return received.size() <= asked - 1;
        }

        @Override
        public void setWriteListener(WriteListener given) {
            listener = given;
        }

        @Override
        public void write(int b) {
            received.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            received.write(bytes, offset, length);
            Runnable once = duringWrite;
            duringWrite = () -> {};
            once.run();
        }

        String text() {
            return received.toString(StandardCharsets.UTF_8);
        }
    }

    private AsyncContext request() {
        return (AsyncContext)
                Proxy.newProxyInstance(
                        BodyWriterTest.class.getClassLoader(),
                        new Class<?>[] {AsyncContext.class},
                        (proxy, method, arguments) -> {
                            ends.add(method.getName());
                            return null;
                        });
    }

    private void write(Optional<Runnable> abort) {
        new BodyWriter(TestServers.unknown(), threads, TIMEOUT)
                .write(
                        request(),
                        client,
                        BODY.getBytes(StandardCharsets.UTF_8),
                        abort,
                        failure ->
                                ends.add(
                                        failure == null
                                                ? "written"
                                                : failure.getClass().getSimpleName()));
    }

    @Test
    void aBodyIsWrittenAsItsClientReads() throws IOException {
        write(Optional.empty());
        client.read(1);
        assertEquals(16 * 1024, client.text().length());
        client.read(Integer.MAX_VALUE - 1);
        assertEquals(BODY, client.text());
        assertEquals(List.of("complete", "written"), ends);
        clock.advance(TIMEOUT);
        assertEquals(List.of("complete", "written"), ends);
        assertEquals(0, clock.waiting());
    }

    /**
     * Open Liberty calls the listener as soon as a write has ended, even if it has not returned.
     */
    @Test
    void aBodyIsWrittenOnceThoughTheListenerIsCalledDuringAWrite() throws Exception {
        Thread caller = new Thread(this::callListener);
        client.duringWrite =
                () -> {
                    caller.start();
                    while (caller.getState() != Thread.State.BLOCKED && caller.isAlive()) {
                        Thread.onSpinWait();
                    }
                };
        write(Optional.empty());
        client.read(Integer.MAX_VALUE - 1);
        caller.join();
        assertEquals(BODY, client.text());
        assertEquals(List.of("complete", "written"), ends);
    }

    private void callListener() {
        try {
            client.listener.onWritePossible();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aClientThatIsGoneIsReportedOnce() throws IOException {
        write(Optional.empty());
        client.read(1);
        client.listener.onError(new IOException("reset"));
        client.listener.onError(new IOException("reset"));
        assertEquals(List.of("complete", "IOException", "complete"), ends);
        assertEquals(0, clock.waiting());
    }

    @Test
    void aConnectionWhoseClientDoesNotReadIsClosed() throws IOException {
        write(Optional.of(() -> ends.add("abort")));
        client.read(1);
        clock.advance(TIMEOUT);
        assertEquals(List.of("abort", "complete", "TimeoutException"), ends);
    }

    /** Open Liberty itself ends the write, and then calls the listener. */
    @Test
    void aRequestIsCompletedOnlyAfterItsWriteIfTheServerClosesNoConnections() throws IOException {
        write(Optional.empty());
        client.read(1);
        clock.advance(TIMEOUT);
        assertEquals(List.of("TimeoutException"), ends);
        client.read(Integer.MAX_VALUE - 1);
        assertEquals(16 * 1024, client.text().length());
        assertEquals(List.of("TimeoutException", "complete"), ends);
    }
}
