package dev.parley.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.api.Loss;
import dev.parley.server.DirectSends;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionWriterTest {

    @Test
    void aFailureToSendASecondPartEndsTheFrame() {
        IllegalStateException closed = new IllegalStateException("closed");
        List<Throwable> ends = new ArrayList<>();
        SessionWriter writer = new SessionWriter(session(closed), 1, Optional.empty());

        writer.write(new Frame(List.of("text", new byte[1]), 5, Loss.NEVER), ends::add);

        assertEquals(List.of(closed), ends);
    }

    @Test
    void aFrameMayHaveAnyNumberOfParts() {
        List<Object> parts = Collections.nCopies(100_000, "text");
        List<Throwable> ends = new ArrayList<>();
        SessionWriter writer = new SessionWriter(session(null), 1, Optional.empty());

        writer.write(new Frame(parts, 400_000, Loss.NEVER), ends::add);

        assertEquals(Collections.singletonList(null), ends);
    }

    @Test
    void textsAreSentTogetherWithDirectSends() {
        List<byte[]> sent = new ArrayList<>();
        List<Throwable> ends = new ArrayList<>();
        DirectSends direct =
                (frame, done) -> {
                    ByteBuffer buffer = frame.get();
                    byte[] bytes = new byte[buffer.remaining()];
                    buffer.get(bytes);
                    sent.add(bytes);
                    done.accept(null);
                    return true;
                };
        SessionWriter writer = new SessionWriter(session(null), 1, Optional.of(direct));

        writer.write(
                new Frame(List.of(new SharedText("one"), new SharedText("two")), 6, Loss.NEVER),
                ends::add);

        assertEquals(Collections.singletonList(null), ends);
        assertEquals(1, sent.size());
        assertArrayEquals(
                new byte[] {(byte) 0x81, 3, 'o', 'n', 'e', (byte) 0x81, 3, 't', 'w', 'o'},
                sent.get(0));
    }

    @Test
    void textsAreSentOneAfterTheOtherIfDirectSendsAreBusy() {
        List<Throwable> ends = new ArrayList<>();
        SessionWriter writer =
                new SessionWriter(session(null), 1, Optional.of((frame, done) -> false));

        writer.write(
                new Frame(List.of(new SharedText("one"), new SharedText("two")), 6, Loss.NEVER),
                ends::add);

        assertEquals(Collections.singletonList(null), ends);
        assertEquals(2, writer.written());
    }

    /** Like the servers, it swallows what a handler throws. */
    private static Session session(@Nullable RuntimeException failure) {
        RemoteEndpoint.Async remote =
                stub(
                        RemoteEndpoint.Async.class,
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("sendBinary")) {
                                throw failure;
                            }
                            if (arguments.length > 1) {
                                succeed((SendHandler) arguments[1]);
                            }
                            return null;
                        });
        return stub(Session.class, (proxy, method, arguments) -> remote);
    }

    private static void succeed(SendHandler handler) {
        try {
            handler.onResult(new SendResult());
        } catch (RuntimeException e) {
            // As the servers do.
        }
    }

    private static <T> T stub(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
