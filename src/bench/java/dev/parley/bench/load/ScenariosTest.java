package dev.parley.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.bench.check.Faults;
import dev.parley.bench.client.EventLoop;
import dev.parley.bench.target.Target;
import dev.parley.bench.undertow.FrameEndpoint;
import dev.parley.bench.undertow.UndertowWriter;
import io.undertow.Undertow;
import jakarta.servlet.ServletException;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Small ones of each kind, against a server in this process. */
class ScenariosTest {

    private static final Setting SHORT = new Setting(1, 1, 10, 60);

    private static Undertow server;

    @BeforeAll
    static void start() throws ServletException {
        server = UndertowWriter.start(0, FrameEndpoint.class);
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    /** Refuses the twentieth message. */
    @ServerEndpoint("/socket.io/")
    public static class MoodyEndpoint extends FrameEndpoint {

        private static final AtomicInteger MESSAGES = new AtomicInteger();

        @Override
        @OnMessage
        public void receive(Session session, String text) {
            boolean message = text.contains("\"send_message\"");
            if (message && MESSAGES.incrementAndGet() == 20) {
                String ack = text.substring("42/chat,".length(), text.indexOf('['));
                session.getAsyncRemote()
                        .sendText("43/chat," + ack + "[{\"code\":\"UNAVAILABLE\"}]");
            } else {
                super.receive(session, text);
            }
        }
    }

    /** The server of the test. */
    private record Here(Undertow server) implements Target {
        @Override
        public String name() {
            return "here";
        }

        @Override
        public String description() {
            return "in this process";
        }

        @Override
        public InetSocketAddress address() {
            return (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        }

        @Override
        public List<Long> serverPids() {
            return List.of(ProcessHandle.current().pid());
        }

        @Override
        public boolean resumes() {
            return false;
        }

        @Override
        public void close() {
            // Stopped by the test.
        }
    }

    private static Measurement run(Scenario scenario) {
        return run(scenario, server);
    }

    private static Measurement run(Scenario scenario, Undertow server) {
        try (EventLoop loop = new EventLoop()) {
            Measurement result = scenario.run(new Here(server), loop, 1);
            assertEquals(Faults.NONE, result.faults());
            return result;
        }
    }

    private static double figure(Measurement result, String name) {
        return result.figures().get(name);
    }

    @Test
    void aFanOutCountsEveryDelivery() {
        Measurement result = run(new FanOut(new Layout(2, 5), 20, SHORT));
        assertEquals(20, figure(result, "acked"));
        assertEquals(100, figure(result, "delivered"));
        assertEquals(100, result.latencies().get("delivery").count());
        assertEquals(20, result.latencies().get("ack").count());
    }

    @Test
    void aClosedLoopGoesOnByItself() {
        Measurement result = run(new ClosedLoop(new Layout(1, 3), 2, SHORT));
        assertTrue(figure(result, "acked") > 2);
    }

    @Test
    void aSearchFindsARate() {
        // Everything is good enough here: it ends at its last doubling.
        Measurement result = run(new RateSearch(new Layout(1, 2), 1, 60_000, 3, SHORT));
        assertEquals(4, figure(result, "highest_rate_per_s"));
    }

    @Test
    void aSearchThatWasRefusedOnceGoesOnBelow() throws ServletException {
        Undertow moody = UndertowWriter.start(0, MoodyEndpoint.class);
        try {
            // 4 messages to warm up, 4, 8, and of the next 16 the fourth is refused.
            RateSearch search = new RateSearch(new Layout(1, 2), 4, 60_000, 4, SHORT);
            assertEquals(15, figure(run(search, moody), "highest_rate_per_s"));
        } finally {
            moody.stop();
        }
    }

    @Test
    void idleConnectionsStay() {
        Measurement result = run(new Idle(30, 1, SHORT));
        assertEquals(0, figure(result, "lost_connections"));
        assertEquals(200, figure(result, "delivered"));
    }

    @Test
    void everybodyArrivesAndHearsTheOthers() {
        Measurement result = run(new Arrivals(new Layout(4, 10), 8, SHORT));
        assertEquals(40, result.latencies().get("connect").count());
        assertEquals(40, result.latencies().get("arrival").count());
        assertTrue(figure(result, "heard_s") >= 40 / figure(result, "arrivals_per_s"));
    }

    @Test
    void everybodyJoinsInAStorm() {
        Measurement result = run(new JoinStorm(new Layout(1, 20), SHORT));
        // One was there before, and spoke.
        assertEquals(19, result.latencies().get("join").count());
        assertEquals(50, figure(result, "history_per_room"));
        assertEquals(10, figure(result, "acked"));
    }

    @Test
    void everybodyComesBackInAStorm() {
        Measurement result = run(new ReconnectStorm(new Layout(2, 10), 10, SHORT));
        assertEquals(18, result.latencies().get("connect").count());
        assertEquals(10, figure(result, "acked"));
    }

    @Test
    void othersHearEverythingBesideAStalledReader() {
        Measurement result = run(new StalledReader(5, 20, SHORT));
        assertEquals(80, result.latencies().get("delivery").count());
    }
}
