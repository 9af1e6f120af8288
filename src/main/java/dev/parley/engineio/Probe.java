package dev.parley.engineio;

import dev.parley.api.Loss;
import dev.parley.engineio.EnginePacket.Ping;
import dev.parley.engineio.EnginePacket.Pong;
import dev.parley.engineio.EnginePacket.Upgrade;
import dev.parley.flow.Ending;
import dev.parley.flow.Frame;
import dev.parley.flow.Timers;
import dev.parley.flow.WebSocketLink;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * The upgrade of a polling connection to a WebSocket: the client probes the WebSocket, stops
 * polling, and confirms the upgrade. From then on, the WebSocket belongs to the connection.
 *
 * <p>A failure before that closes only the WebSocket. {@link #onEnginePacket} is called by one
 * thread at a time; everything else is thread-safe.
 */
final class Probe implements PacketHandler {

    private static final String WORD = "probe";

    /** Clients probe once; every probe costs an answer, which a client may never read. */
    private static final int MAX_ANSWERS = 3;

    private enum Stage {
        NEW,
        ANSWERED,
        DONE,
        FAILED
    }

    private final Connection connection;
    private final WebSocketLink link;
    private final Future<?> timer;
    private final Runnable afterwards;
    private Stage stage = Stage.NEW;
    private int probes;

    /** Completes once the last pong is written: Open Liberty does not allow concurrent writes. */
    private CompletableFuture<Void> answers = CompletableFuture.completedFuture(null);

    /**
     * @param afterwards called when the upgrade is complete or has failed; idempotent
     */
    Probe(
            Connection connection,
            WebSocketLink link,
            Timers timers,
            Duration timeout,
            Runnable afterwards) {
        this.connection = connection;
        this.link = link;
        this.afterwards = afterwards;
        this.timer = timers.after(timeout, this::fail);
    }

    @Override
    public void onEnginePacket(EnginePacket packet) {
        if (is(Stage.DONE)) {
            connection.onEnginePacket(packet);
        } else if (packet instanceof Ping ping && ping.data().equals(WORD)) {
            answer();
        } else if (packet instanceof Upgrade && is(Stage.ANSWERED)) {
            complete();
        } else {
            fail();
        }
    }

    @Override
    public int maxMessage() {
        return connection.maxMessage();
    }

    private synchronized boolean is(Stage wanted) {
        return stage == wanted;
    }

    private void answer() {
        boolean excessive;
        synchronized (this) {
            if (stage == Stage.FAILED) {
                return;
            }
            probes++;
            excessive = probes > MAX_ANSWERS;
            if (!excessive) {
                stage = Stage.ANSWERED;
                answers = answers.thenCompose(done -> writeAnswer());
            }
        }
        if (excessive) {
            fail();
            return;
        }
        // The client waits for its GET to end before it continues.
        connection.polling().ifPresent(PollingLink::pause);
    }

    private CompletableFuture<Void> writeAnswer() {
        CompletableFuture<Void> written = new CompletableFuture<>();
        EnginePacket pong = new Pong(WORD);
        int bytes = EnginePacketCodec.encode(pong).length();
        link.writer()
                .write(
                        Frame.of(pong, bytes, Loss.NEVER),
                        failure -> {
                            // The next write, or the close, reports a failure.
                            written.complete(null);
                        });
        return written;
    }

    private void complete() {
        CompletableFuture<Void> written;
        synchronized (this) {
            if (stage != Stage.ANSWERED) {
                return; // The timeout was faster.
            }
            stage = Stage.DONE;
            written = answers;
        }
        end();
        // Wait until the pong is written: the client must receive it before polling is refused.
        written.thenRun(
                () ->
                        connection
                                .leavePolling()
                                .ifPresent(
                                        polling -> {
                                            polling.end();
                                            connection.continueOn(link);
                                        }));
    }

    private void fail() {
        synchronized (this) {
            if (stage == Stage.DONE || stage == Stage.FAILED) {
                return;
            }
            stage = Stage.FAILED;
        }
        end();
        link.close(Ending.NORMAL);
        connection.abandonUpgrade();
    }

    /** Closes this WebSocket, because the connection is closed. */
    void connectionEnded() {
        end();
        link.close(Ending.NORMAL);
    }

    private void end() {
        timer.cancel(false);
        afterwards.run();
    }

    @Override
    public void close(Ending ending) {
        if (is(Stage.DONE)) {
            connection.close(ending);
        } else {
            link.close(ending);
            fail();
        }
    }

    @Override
    public void onTransportClosed() {
        if (is(Stage.DONE)) {
            connection.onTransportClosed();
        } else {
            fail();
        }
    }
}
