package dev.parley.chat;

import dev.parley.api.Gateway;
import dev.parley.api.OnEvent;
import dev.parley.conversation.Changing;
import dev.parley.hub.LocalSocket;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;

/**
 * Edits and deletes messages, and adds and removes reactions. All handlers are barriers, because
 * they look up the message first: changes to it must keep their order.
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
