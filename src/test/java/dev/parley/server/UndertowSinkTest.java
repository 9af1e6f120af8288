package dev.parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.harness.client.RawSocket;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xnio.Options;

/** With a real Undertow, whose sockets have small buffers. */
class UndertowSinkTest {

    private static final int FRAMES = 2_000;

    /** In milliseconds; WildFly sets it to 90 s. */
    private static final int WRITE_TIMEOUT = 500;

    private final CompletableFuture<WebSocketChannel> connected = new CompletableFuture<>();
    private Undertow server;
    private RawSocket client;
    private WebSocketChannel channel;
    private DirectSends sends;

    /** Sends whose rest Undertow had to write. */
    private int rests;

    @BeforeEach
    void connect() throws Exception {
        server =
                Undertow.builder()
                        .addHttpListener(0, "127.0.0.1")
                        .setSocketOption(Options.SEND_BUFFER, 4_096)
                        .setSocketOption(Options.WRITE_TIMEOUT, WRITE_TIMEOUT)
                        .setHandler(Handlers.websocket((exchange, opened) -> open(opened)))
                        .build();
        server.start();
        InetSocketAddress address =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        client = RawSocket.withSmallBuffer(new URL("http://127.0.0.1:" + address.getPort()));
        client.webSocket("/");
        channel = connected.get(10, TimeUnit.SECONDS);
        sends = new UndertowSends().to(channel).orElseThrow();
    }

    private void open(WebSocketChannel opened) {
        // Answers pings.
        opened.getReceiveSetter().set(new AbstractReceiveListener() {});
        opened.resumeReceives();
        connected.complete(opened);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.stop();
    }

    @Test
    void whatASlowReaderGetsIsCompleteAndInOrder() throws Exception {
        CompletableFuture<Void> sending = CompletableFuture.runAsync(this::sendAll);
        for (int i = 0; i < FRAMES; i++) {
            if (i % 10 == 0) {
                client.send(RawSocket.frame(RawSocket.LAST | RawSocket.PING, new byte[i % 100]));
            }
            assertEquals(text(i), client.next(i + ":"));
        }
        sending.get(10, TimeUnit.SECONDS);
        assertTrue(rests > 0, "each frame was written at once");
    }

    @Test
    void aConnectionThatEndsFailsAFrameWhoseRestWaits() throws Exception {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        while (!sendLarge(end)) {
            // The buffers have room.
        }
        client.close();
        assertNotNull(end.get(10, TimeUnit.SECONDS));
    }

    /**
     * Undertow measures that time from the last write on, unless it is told that all is written.
     */
    @Test
    void silenceThatIsLongerThanTheTimeForAWriteEndsNoConnection() throws Exception {
        send("before");
        assertEquals("before", client.next("before"));
        Thread.sleep(2 * WRITE_TIMEOUT);
        send("after");
        assertEquals("after", client.next("after"));
        send("later");
        assertEquals("later", client.next("later"));
    }

    /** Returns whether the frame waits. */
    private boolean sendLarge(CompletableFuture<Throwable> failed) {
        CompletableFuture<Boolean> sent = new CompletableFuture<>();
        boolean direct =
                sends.send(
                        () -> frame("x".repeat(60_000)),
                        failure -> {
                            sent.complete(true);
                            if (failure != null) {
                                failed.complete(failure);
                            }
                        });
        assertTrue(direct, "the buffers were full without a rest");
        return !sent.isDone();
    }

    private void sendAll() {
        for (int i = 0; i < FRAMES; i++) {
            send(text(i));
        }
    }

    private static String text(int number) {
        return number + ":" + "x".repeat(number % 7 * 500);
    }

    /** One after the other, like an outbox. */
    private void send(String text) {
        CompletableFuture<Throwable> done = new CompletableFuture<>();
        if (sends.send(() -> frame(text), done::complete)) {
            rests += done.isDone() ? 0 : 1;
        } else {
            WebSockets.sendText(text, channel, callback(done));
        }
        assertEquals(null, done.orTimeout(10, TimeUnit.SECONDS).join());
    }

    private static WebSocketCallback<Void> callback(CompletableFuture<Throwable> done) {
        return new WebSocketCallback<>() {
            @Override
            public void complete(WebSocketChannel written, Void context) {
                done.complete(null);
            }

            @Override
            public void onError(WebSocketChannel broken, Void context, Throwable failure) {
                done.complete(failure);
            }
        };
    }

    private static ByteBuffer frame(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(4 + payload.length).put((byte) 0x81);
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else {
            frame.put((byte) 126).putShort((short) payload.length);
        }
        return frame.put(payload).flip();
    }
}
