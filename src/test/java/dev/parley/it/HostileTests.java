package dev.parley.it;

import dev.parley.harness.client.RawClient;
import dev.parley.harness.client.RawSocket;
import dev.parley.harness.client.TestUser;
import dev.parley.harness.client.Vitals;
import dev.parley.harness.war.Deployments;
import dev.parley.harness.war.OrdersGateway;
import dev.parley.harness.war.VitalsServlet;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;

/**
 * Clients that want to stop or fill the server: each attack costs them their own connection, others
 * are served, and nothing is left of it. Among it is what has hurt other servers of such protocols.
 */
abstract class HostileTests {

    /** The close code of a violation, which no missed heartbeat gives. */
    static final int POLICY = 1008;

    static final String POLLING = RawSocket.POLLING;
    static final String WEBSOCKET = "/socket.io/?" + RawClient.QUERY;
    static final String MESSAGES = "/api/rooms/any/messages";
    static final int MAX_CONNECTIONS = 400;
    static final int MAX_UNJOINED = 380;
    static final int MAX_PER_ADDRESS = 120;
    static final int MAX_PER_USER = 20;
    static final int MAX_PAYLOAD = 65_536;
    static final long MEBIBYTE = 1024 * 1024;

    /** Clients at once. On two cores, Open Liberty had at most 16 threads for them. */
    static final int MORE_THAN_THREADS = 40;

    @ArquillianResource URL server;

    private final List<RawSocket> open = new ArrayList<>();
    private final List<String> sessions = new ArrayList<>();

    @Deployment(testable = false)
    static WebArchive war() {
        return Deployments.war(
                        Map.ofEntries(
                                Map.entry("parley.rate.limit", "1000000"),
                                Map.entry("parley.rate.window", "1s"),
                                Map.entry("parley.ping-interval", "3s"),
                                Map.entry("parley.ping-timeout", "3s"),
                                Map.entry("parley.connect-timeout", "5s"),
                                Map.entry("parley.body.timeout", "6s"),
                                Map.entry("parley.response.timeout", "3s"),
                                Map.entry("parley.body.memory", "16MiB"),
                                Map.entry("parley.body.memory-per-address", "1MiB"),
                                Map.entry("parley.max-unjoined", Integer.toString(MAX_UNJOINED)),
                                Map.entry(
                                        "parley.max-unjoined-per-address",
                                        Integer.toString(MAX_PER_ADDRESS)),
                                Map.entry("parley.recovery.window", "8s"),
                                Map.entry(
                                        "parley.max-connections",
                                        Integer.toString(MAX_CONNECTIONS)),
                                Map.entry(
                                        "parley.max-connections-per-user",
                                        Integer.toString(MAX_PER_USER))))
                .addClasses(OrdersGateway.class, OrdersGateway.Order.class)
                .addClasses(OrdersGateway.Heavy.class, OrdersGateway.Parcel.class)
                .addClass(VitalsServlet.class);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        for (RawSocket socket : open) {
            socket.close();
        }
        // The server forgets them without that, too, as tests of thousands of them show, but only
        // after the connect timeout.
        for (String session : sessions) {
            try (RawSocket socket = RawSocket.dial(server)) {
                post(socket, session, "1");
            }
        }
        // Some sockets still wait for their clients to come back.
        Vitals.when(server, now -> now.connections() == 0);
    }

    RawSocket dial() throws IOException {
        return keep(RawSocket.dial(server));
    }

    RawSocket keep(RawSocket socket) {
        open.add(socket);
        return socket;
    }

    RawSocket engine() throws IOException {
        return dial().webSocket(WEBSOCKET);
    }

    RawSocket inOrders() throws Exception {
        RawSocket socket = engine();
        socket.sendText("40/orders,{\"token\":\"" + TestUser.on(server).token() + "\"}");
        socket.next("40/orders,{\"sid\":");
        return socket;
    }

    void assertOthersAreServed() throws Exception {
        try (RawClient client = RawClient.inChat(server, TestUser.on(server))) {
            client.assertAlive();
        }
    }

    static String placeholder(int index) {
        return "{\"_placeholder\":true,\"num\":" + index + "}";
    }

    /** The address of a client behind a trusted proxy: the loopback address is one by default. */
    static String address(int host) {
        return "203.0.113." + host;
    }

    static String forwarded(String address) {
        return "X-Forwarded-For: " + address;
    }

    String path(String door) throws Exception {
        return door.equals("plain") ? "/ws/chat?token=" + TestUser.on(server).token() : door;
    }

    /** Begins a session by polling; answers the address of its requests. */
    String session() throws IOException {
        return session(address(0));
    }

    /** The same, from an address behind the trusted proxy. */
    String session(String address) throws IOException {
        try (RawSocket socket = RawSocket.dial(server)) {
            String session = socket.pollingSession(forwarded(address));
            sessions.add(session);
            return session;
        }
    }

    /** The same on a connection of its own: the server ends one after a hundred requests. */
    int post(String session, String packets) throws IOException {
        try (RawSocket socket = RawSocket.dial(server)) {
            return post(socket, session, packets);
        }
    }

    /** Posts some packets; answers the status. */
    static int post(RawSocket socket, String session, String packets) throws IOException {
        byte[] bytes = packets.getBytes(StandardCharsets.UTF_8);
        socket.beginPost(session, bytes.length);
        socket.send(bytes);
        String head = socket.head();
        socket.body(head);
        return RawSocket.status(head);
    }
}
