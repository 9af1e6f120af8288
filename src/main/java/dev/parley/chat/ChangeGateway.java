package dev.parley.chat;

import dev.parley.api.Gateway;
import dev.parley.api.OnEvent;
import dev.parley.conversation.Changing;
import dev.parley.hub.LocalSocket;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;

/**
 * What becomes of messages that are stored: editing, deleting, reacting. All of them are barriers,
 * since the message is looked up first: what is done to it must not overtake what was done before.
 */
@Gateway({ChatNamespaces.OPEN, ChatNamespaces.CHAT})
public class ChangeGateway {

    @Inject private Changing changing;

    @OnEvent(value = "edit_message", barrier = true)
    public CompletionStage<Acks.Changed> editMessage(
            LocalSocket socket, Requests.EditMessage request) {
        return changing.edit(socket, request.messageId(), request.text())
                .thenApply(message -> new Acks.Changed(true, message.rev()));
    }

    @OnEvent(value = "delete_message", barrier = true)
    public CompletionStage<Acks.Changed> deleteMessage(
            LocalSocket socket, Requests.DeleteMessage request) {
        return changing.delete(socket, request.messageId())
                .thenApply(message -> new Acks.Changed(true, message.rev()));
    }

    @OnEvent(value = "react", barrier = true)
    public CompletionStage<Acks.Ok> react(LocalSocket socket, Requests.React request) {
        boolean remove = Boolean.TRUE.equals(request.remove());
        return changing.react(socket, request.messageId(), request.emoji(), remove)
                .thenApply(message -> Acks.Ok.OK);
    }
}
