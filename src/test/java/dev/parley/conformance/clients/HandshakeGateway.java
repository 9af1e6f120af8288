package dev.parley.conformance.clients;

import dev.parley.api.Event;
import dev.parley.api.Gateway;
import dev.parley.api.OnConnect;
import dev.parley.api.Socket;
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
