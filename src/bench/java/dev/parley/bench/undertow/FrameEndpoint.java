package dev.parley.bench.undertow;

import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Just as much of Socket.IO as the generator's clients need: a session, the namespace {@code
 * /chat}, joining a room, and messages that are repeated to the room as they are, with a number.
 */
@ServerEndpoint("/socket.io/")
public class FrameEndpoint {

    private static final Map<String, FrameRoom> ROOMS = new ConcurrentHashMap<>();
    private static final String EVENT = "42/chat,";

    private FrameRoom room;

    @OnOpen
    public void open(Session session) {
        send(
                session,
                "0{\"sid\":\"%s\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000}"
                        .formatted(session.getId()));
    }

    @OnMessage
    public void receive(Session session, String text) {
        if (text.startsWith("40")) {
            send(session, "40/chat,{\"sid\":\"" + session.getId() + "\"}");
        } else if (text.startsWith(EVENT)) {
            int json = text.indexOf('[');
            String ack = text.substring(EVENT.length(), json);
            if (text.startsWith("[\"send_message\"", json)) {
                say(session, ack, text.substring(text.indexOf('{', json), text.length() - 1));
            } else {
                join(session, ack, between(text, "\"roomId\":\""));
            }
        }
    }

    private void join(Session session, String ack, String roomId) {
        room = ROOMS.computeIfAbsent(roomId, id -> new FrameRoom());
        room.join(
                session, last -> "43/chat," + ack + "[{\"lastSeq\":" + last + ",\"epoch\":\"1\"}]");
    }

    private void say(Session session, String ack, String message) {
        String rest = message.substring(0, message.length() - 1);
        long seq = room.say(n -> EVENT + "[\"new_message\"," + rest + ",\"seq\":" + n + "}]");
        send(session, "43/chat," + ack + "[{\"sent\":true,\"seq\":" + seq + "}]");
    }

    private static String between(String text, String key) {
        int at = text.indexOf(key) + key.length();
        return text.substring(at, text.indexOf('"', at));
    }

    @OnClose
    public void close(Session session) {
        if (room != null) {
            room.leave(session);
        }
    }

    static void send(Session session, String text) {
        session.getAsyncRemote().sendText(text);
    }
}
