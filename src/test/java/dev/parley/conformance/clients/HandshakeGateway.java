package dev.parley.conformance.clients;

import dev.parley.gateway.Gateway;
import dev.parley.gateway.OnConnect;
import dev.parley.hub.Event;
import dev.parley.hub.Socket;
import java.util.Map;

/** Tells clients what they brought. */
@Gateway("/abc")
public class HandshakeGateway {

    @OnConnect
    public void tellHandshake(Socket socket) {
        Map<String, Object> handshake =
                Map.of("query", socket.handshake().query(), "auth", socket.handshake().auth());
        socket.emit(Event.same("handshake", handshake));
    }
}
