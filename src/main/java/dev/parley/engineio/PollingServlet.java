package dev.parley.engineio;

import dev.parley.config.Settings;
import dev.parley.flow.Ending;
import dev.parley.server.ApplicationServer;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Serves Engine.IO long polling: passes the GETs and POSTs that {@link HandshakeFilter} accepted to
 * their connections. No thread is blocked while a client waits, or sends or reads slowly.
 */
@WebServlet(name = PollingServlet.NAME, urlPatterns = "/socket.io/*", asyncSupported = true)
public class PollingServlet extends HttpServlet {

    private static final Logger LOG = Logger.getLogger(PollingServlet.class.getName());

    static final String NAME = "polling";

    /** Request attributes that the filter sets. */
    static final String HANDSHAKE = PollingServlet.class.getName() + ".handshake";

    static final String CONNECTION = PollingServlet.class.getName() + ".connection";
    static final String FAREWELL = PollingServlet.class.getName() + ".farewell";

    private static final long serialVersionUID = 1L;

    @Inject private transient Connections connections;
    @Inject private transient Settings settings;
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

    private static Exchange begin(HttpServletRequest request) {
        AsyncContext async = request.startAsync();
        // No timeout: the heartbeat ends each waiting GET.
        async.setTimeout(0);
        return new Exchange(async);
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
            exchange.refuse(Refusal.BAD_REQUEST);
            link.expectNobody();
            connection.close(Ending.POLICY);
        }
    }

    private void post(HttpServletRequest request, Connection connection) throws IOException {
        Exchange exchange;
        int max = settings.connections().maxPayload();
        String type = request.getContentType();
        if (type != null && type.startsWith("application/octet-stream")) {
            begin(request).refuse(Refusal.BAD_REQUEST);
            connection.drop(Ending.POLICY);
            return;
        }
        if (request.getContentLengthLong() > max) {
            begin(request).end(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
            return;
        }
        if (connection.isClosed()) {
            // The connection was closed after the filter had found it.
            begin(request).refuse(Refusal.UNKNOWN_SESSION);
            return;
        }
        AsyncContext async = request.startAsync();
        async.setTimeout(
                settings.heartbeat().interval().plus(settings.heartbeat().timeout()).toMillis());
        exchange = new Exchange(async);
        Posts.Post post = connection.posts().arrived(body -> take(connection, exchange, body));
        Reception reception =
                new Reception(connection, post, exchange, async, server.requestAbort());
        async.addListener(reception);
        request.getInputStream()
                .setReadListener(new Body(request.getInputStream(), max, reception));
    }

    /** Passes the packets of a POST to its connection; responds once the client may send more. */
    private static void take(Connection connection, Exchange exchange, String body) {
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
            exchange.refuse(Refusal.BAD_REQUEST);
            connection.drop(Ending.POLICY);
        }
    }

    /** Receives the body of a POST, or the failure to read it. */
    private record Reception(
            Connection connection,
            Posts.Post post,
            Exchange exchange,
            AsyncContext async,
            Runnable abort)
            implements Body.Listener, AsyncListener {

        @Override
        public void onComplete(String text) {
            // Handlers must not run on the container's I/O threads.
            async.start(() -> complete(text));
        }

        /** Handles the body. A bug in Parley closes only this connection. */
        private void complete(String text) {
            try {
                connection.posts().complete(post, text);
            } catch (RuntimeException | Error e) {
                LOG.log(Level.SEVERE, "Failed to handle a packet; closing the connection", e);
                giveUp(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
            }
        }

        @Override
        public void onTooLarge() {
            connection.posts().lost(post);
            exchange.end(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
        }

        @Override
        public void onLost(Throwable failure) {
            giveUp(HttpServletResponse.SC_BAD_REQUEST);
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            giveUp(HttpServletResponse.SC_REQUEST_TIMEOUT);
        }

        @Override
        public void onError(AsyncEvent event) {
            giveUp(HttpServletResponse.SC_BAD_REQUEST);
        }

        private void giveUp(int status) {
            connection.posts().lost(post);
            abort.run();
            exchange.end(status);
            connection.drop(Ending.NORMAL);
        }

        @Override
        public void onComplete(AsyncEvent event) {
            // Nothing to do.
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // Never called: the request enters asynchronous mode only once.
        }
    }
}
