package dev.parley.chat;

import dev.parley.api.Ack;
import dev.parley.api.Gateway;
import dev.parley.api.OnEvent;
import dev.parley.api.RefusedException;
import dev.parley.api.Reply;
import dev.parley.conversation.DirectMessages;
import dev.parley.conversation.HistoryReading;
import dev.parley.conversation.Posting;
import dev.parley.form.HistoryPage;
import dev.parley.form.Sent;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Timestamps;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;

/** Handles stored messages: to rooms, direct, and reading the history. */
@Gateway({ChatNamespaces.OPEN, ChatNamespaces.CHAT})
public class MessageGateway {

    @Inject private Posting posting;
    @Inject private DirectMessages directMessages;
    @Inject private HistoryReading reading;

    @OnEvent("send_message")
    public CompletionStage<Ack> sendMessage(LocalSocket socket, Requests.SendMessage request) {
        return posting.post(
                        socket,
                        new Posting.Post(
                                request.roomId(),
                                request.text(),
                                request.clientMessageId(),
                                request.replyTo(),
                                Requests.text(request.metadata())))
                .thenApply(
                        message ->
                                new Ack(
                                        Sent.of(message),
                                        () ->
                                                new Acks.KebabSent(
                                                        "ok", message.id(), message.seq())));
    }

    // A barrier, because the direct room is looked up first: its messages must keep their order.
    @OnEvent(
            value = {"direct_message", "private_message"},
            barrier = true)
    public CompletionStage<Acks.DirectSent> directMessage(
            LocalSocket socket, Requests.DirectMessage request) {
        return directMessages
                .send(socket, request.recipientId(), request.text(), request.clientMessageId())
                .thenApply(
                        message ->
                                new Acks.DirectSent(
                                        true,
                                        message.id(),
                                        message.seq(),
                                        message.roomId(),
                                        Timestamps.iso(message.createdAt())));
    }

    @OnEvent("get_history")
    public void getHistory(LocalSocket socket, Requests.GetHistory request, Reply reply) {
        if (request.before() != null && request.after() != null) {
            throw RefusedException.invalid("after", "cannot be combined with \"before\"");
        }
        reading.history(
                socket,
                request.roomId(),
                request.before(),
                request.after(),
                request.limit(),
                (found, failure) -> {
                    if (failure != null) {
                        reply.fail(failure);
                    } else {
                        reply.complete(
                                HistoryPage.of(
                                        found.room(),
                                        found.page(),
                                        socket.naming(),
                                        socket.user().id()));
                    }
                });
    }
}
