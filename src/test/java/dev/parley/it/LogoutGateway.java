package dev.parley.it;

import dev.parley.gateway.Gateway;
import dev.parley.gateway.OnEvent;
import dev.parley.hub.Dismissal;
import dev.parley.hub.Socket;

/** What a portal may add to the chat itself: an event by which a client has itself sent away. */
@Gateway("/chat")
public class LogoutGateway {

    @OnEvent("log_me_out")
    public void logOut(Socket socket) {
        socket.dismiss(Dismissal.DISCONNECTED);
    }
}
