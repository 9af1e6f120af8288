package dev.parley.engineio;

import dev.parley.config.Settings;
import dev.parley.flow.Doors;
import dev.parley.flow.Readiness;
import dev.parley.security.ClientAddress;
import dev.parley.security.Cors;
import dev.parley.security.PrincipalRequest;
import dev.parley.security.Query;
import dev.parley.security.TokenPlace;
import dev.parley.server.RequestLimits;
import dev.parley.server.RequestRefusal;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Accepts or refuses each Engine.IO request while it is still HTTP, because neither container can
 * refuse a WebSocket with an HTTP status later. An accepted request carries its {@link Connection},
 * or the {@link HandshakeRequest} of a new one.
 */
@WebFilter(
        filterName = HandshakeFilter.NAME,
        urlPatterns = {"/socket.io", "/socket.io/*"},
        asyncSupported = true)
public class HandshakeFilter extends HttpFilter {

    static final String NAME = "handshake";

    private static final long serialVersionUID = 1L;
    private static final String WEBSOCKET = "websocket";
    private static final String POLLING = "polling";

    @Inject private transient Settings settings;
    @Inject private transient Readiness readiness;
    @Inject private transient Doors doors;
    @Inject private transient Connections connections;
    @Inject private transient Cors cors;
    @Inject private transient ClientScript script;
    @Inject private transient Receptions receptions;
    @Inject private transient Event<HandshakeRefused> refused;

    /** The parameters of a request, without its method. */
    private record Question(Map<String, String> query, boolean upgrade) {
        static Question of(HttpServletRequest request) {
            return new Question(
                    Query.parse(request.getQueryString()),
                    WEBSOCKET.equalsIgnoreCase(request.getHeader("Upgrade")));
        }

        boolean isOver(String transport) {
            return transport.equals(query.get("transport"));
        }

        Optional<String> sid() {
            return Optional.ofNullable(query.get("sid"));
        }
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!connections.isPath(request.getServletPath())) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        if (!"/".equals(request.getPathInfo())) {
            script.serve(request, response);
            return;
        }
        cors.mark(request, response);
        try {
            pass(request, response, chain);
        } catch (RefusedRequestException e) {
            refuse(request, response, e.refusal());
        }
    }

    private void pass(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException, RefusedRequestException {
        require(settings.enabled() && readiness.isReady(), Refusal.UNAVAILABLE);
        require(cors.allows(request), Refusal.FORBIDDEN);
        // Only a POST may have a body, which PollingServlet receives.
        boolean isPost = request.getMethod().equals("POST");
        require(isPost || !RequestLimits.announcesBody(request), Refusal.BAD_REQUEST);
        if (request.getMethod().equals("OPTIONS")) {
            cors.answerPreflight(request, response, "GET, POST");
            return;
        }
        Question question = Question.of(request);
        require(isEnabled(question), Refusal.UNKNOWN_TRANSPORT);
        Optional<String> sid = question.sid();
        if (sid.isPresent()) {
            chain.doFilter(continued(request, question, sid.get()), response);
        } else {
            chain.doFilter(begun(request, question), response);
        }
    }

    private boolean isEnabled(Question question) {
        return question.isOver(WEBSOCKET) && settings.transports().webSocket()
                || question.isOver(POLLING) && settings.transports().polling();
    }

    private HttpServletRequest continued(HttpServletRequest request, Question question, String sid)
            throws RefusedRequestException {
        Optional<Connection> found =
                connections
                        .find(sid)
                        .filter(c -> c.handshake().path().equals(request.getServletPath()));
        if (found.isEmpty()) {
            boolean poll = question.isOver(POLLING) && request.getMethod().equals("GET");
            require(poll && connections.takeFarewell(sid), Refusal.UNKNOWN_SESSION);
            request.setAttribute(PollingServlet.FAREWELL, true);
            return request;
        }
        Connection connection = found.get();
        require(question.isOver(WEBSOCKET) == question.upgrade(), Refusal.BAD_REQUEST);
        if (question.upgrade()) {
            // If refused, the client keeps polling.
            String address = connection.handshake().remoteAddress();
            require(connections.haveRoomFor(address), Refusal.TOO_MANY_CONNECTIONS);
            // An upgrade without the claim gets its 101 and is then closed: clients recognise the
            // refusal by the close.
            boolean claimed = connections.claimUpgrade(connection);
            return new PrincipalRequest(request, new UpgradeRequest(connection, claimed));
        }
        require(connection.polling().isPresent(), Refusal.BAD_REQUEST);
        boolean known = request.getMethod().equals("GET") || request.getMethod().equals("POST");
        require(known, Refusal.BAD_REQUEST);
        request.setAttribute(PollingServlet.CONNECTION, connection);
        return request;
    }

    private HttpServletRequest begun(HttpServletRequest request, Question question)
            throws RefusedRequestException {
        require(request.getMethod().equals("GET"), Refusal.BAD_METHOD);
        require(question.isOver(WEBSOCKET) == question.upgrade(), Refusal.BAD_REQUEST);
        require("4".equals(question.query().get("EIO")), Refusal.UNSUPPORTED_VERSION);
        require(readiness.isOpen(), Refusal.UNAVAILABLE);
        require(doors.count() < settings.connections().max(), Refusal.TOO_MANY_CONNECTIONS);
        String address = address().of(request);
        require(connections.haveRoomFor(address), Refusal.TOO_MANY_CONNECTIONS);
        TokenPlace place = new TokenPlace(settings.jwt().tokenCookie());
        HandshakeRequest handshake = HandshakeRequest.of(request, question.query(), place, address);
        if (question.upgrade()) {
            return new PrincipalRequest(request, handshake);
        }
        request.setAttribute(PollingServlet.HANDSHAKE, handshake);
        return request;
    }

    private ClientAddress address() {
        return new ClientAddress(settings.unjoined().trustedProxies());
    }

    private static void require(boolean right, Refusal otherwise) throws RefusedRequestException {
        if (!right) {
            throw new RefusedRequestException(otherwise);
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, Refusal refusal)
            throws IOException {
        refused.fire(HandshakeRefused.of(request, refusal, address()));
        response.setHeader("Cache-Control", "no-store");
        if (refusal.status() == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
            response.setIntHeader("Retry-After", RequestRefusal.RETRY_SECONDS);
        }
        if (RequestLimits.announcesBody(request)) {
            receptions.refuse(request, refusal);
            return;
        }
        byte[] body = refusal.json().getBytes(StandardCharsets.UTF_8);
        response.setStatus(refusal.status());
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
