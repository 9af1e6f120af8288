package dev.parley.harness.war;

import dev.parley.api.Dismissal;
import dev.parley.api.Gateway;
import dev.parley.api.OnEvent;
import dev.parley.api.Socket;

/** What a portal may add to the chat itself: an event by which a client has itself sent away. */
@Gateway("/chat")
public class LogoutGateway {

    @OnEvent("log_me_out")
    public void logOut(Socket socket) {
        socket.dismiss(Dismissal.DISCONNECTED);
    }
}
