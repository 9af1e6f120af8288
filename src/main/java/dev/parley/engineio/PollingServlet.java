package dev.parley.engineio;

import dev.parley.config.Settings;
import dev.parley.flow.BodyWriter;
import dev.parley.flow.Ending;
import dev.parley.server.ApplicationServer;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Serves Engine.IO long polling: passes the GETs and POSTs that {@link HandshakeFilter} accepted to
 * their connections. No thread is blocked while a client waits, or sends or reads slowly.
 *
 * <p>If a request violates the protocol, the server closes the connection before it sends the
 * response, so that the client's next request finds no session.
 */
@WebServlet(name = PollingServlet.NAME, urlPatterns = "/socket.io/*", asyncSupported = true)
public class PollingServlet extends HttpServlet {

    static final String NAME = "polling";

    /** Request attributes that the filter sets. */
    static final String HANDSHAKE = PollingServlet.class.getName() + ".handshake";

    static final String CONNECTION = PollingServlet.class.getName() + ".connection";
    static final String FAREWELL = PollingServlet.class.getName() + ".farewell";

    private static final long serialVersionUID = 1L;

    @Inject private transient Connections connections;
    @Inject private transient Settings settings;
    @Inject private transient Receptions receptions;
    @Inject private transient BodyWriter writer;
    @Inject private transient ApplicationServer server;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setHeader("Cache-Control", "no-store");
        if (request.getAttribute(HANDSHAKE) instanceof HandshakeRequest handshake) {
            open(begin(request), response, handshake);
        } else if (request.getAttribute(CONNECTION) instanceof Connection connection) {
            if (request.getMethod().equals("POST")) {
                post(request, connection);
            } else {
                poll(begin(request), connection);
            }
        } else if (request.getAttribute(FAREWELL) != null) {
            begin(request).packets("1", failure -> {});
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private Exchange begin(HttpServletRequest request) {
        AsyncContext async = request.startAsync();
        // No timeout: the heartbeat ends each waiting GET.
        async.setTimeout(0);
        return new Exchange(async, writer, server.requestAbort());
    }

    private void open(Exchange exchange, HttpServletResponse response, HandshakeRequest handshake) {
        Connection connection = connections.prepare(handshake);
        settings.transports()
                .cookie()
                .ifPresent(
                        cookie -> response.addHeader("Set-Cookie", text(cookie, connection.sid())));
        connection.polling().orElseThrow().poll(exchange);
        connections.start(connection);
    }

    private static String text(Settings.Cookie cookie, String value) {
        return String.format(
                Locale.ROOT,
                "%s=%s; Path=%s; HttpOnly; SameSite=%s%s",
                cookie.name(),
                value,
                cookie.path(),
                cookie.sameSite(),
                cookie.secure() ? "; Secure" : "");
    }

    private static void poll(Exchange exchange, Connection connection) {
        PollingLink link = connection.polling().orElse(null);
        if (link == null) {
            exchange.refuse(Refusal.BAD_REQUEST);
        } else if (!link.poll(exchange)) {
            connection.drop(Ending.POLICY);
            exchange.refuse(Refusal.BAD_REQUEST);
        }
    }

    private void post(HttpServletRequest request, Connection connection) throws IOException {
        String type = request.getContentType();
        if (type != null && type.startsWith("application/octet-stream")) {
            connection.drop(Ending.POLICY);
            receptions.refuse(request, Refusal.BAD_REQUEST);
        } else if (connection.isClosed()) {
            // The connection was closed after the filter had found it.
            receptions.refuse(request, Refusal.UNKNOWN_SESSION);
        } else {
            receptions.receive(
                    request, connection.maxMessage(), exchange -> new Posted(connection, exchange));
        }
    }

    /** Passes the packets of a POST to its connection; responds once the client may send more. */
    private static void handle(Connection connection, Exchange exchange, String body) {
        PollingLink link = connection.polling().orElse(null);
        if (link == null || connection.isClosed()) {
            exchange.refuse(Refusal.BAD_REQUEST);
            return;
        }
        List<EnginePacket> packets = Payload.decode(body);
        for (EnginePacket packet : packets) {
            connection.onEnginePacket(packet);
            if (packet instanceof EnginePacket.Malformed) {
                exchange.refuse(Refusal.BAD_REQUEST);
                return;
            }
        }
        if (!link.whenReceiving(exchange::ok)) {
            connection.drop(Ending.POLICY);
            exchange.refuse(Refusal.BAD_REQUEST);
        }
    }

    /** Handles the body of a POST, in the order of the POSTs of its connection. */
    private static final class Posted implements Reception.Taker {

        private final Connection connection;
        private final Exchange exchange;
        private final Posts.Post post;

        Posted(Connection connection, Exchange exchange) {
            this.connection = connection;
            this.exchange = exchange;
            this.post = connection.posts().arrived(body -> handle(connection, exchange, body));
        }

        @Override
        public void take(String body) {
            connection.posts().complete(post, body);
        }

        @Override
        public void refused() {
            connection.posts().lost(post);
        }

        @Override
        public void discarded() {
            exchange.complete();
        }

        @Override
        public void lost() {
            connection.posts().lost(post);
            connection.drop(Ending.NORMAL);
        }
    }
}
