package dev.parley.chat;

import dev.parley.api.Gateway;
import dev.parley.api.OnEvent;
import dev.parley.conversation.People;
import dev.parley.hub.LocalSocket;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;

/** Handles queries for present and known users. */
@Gateway({ChatNamespaces.OPEN, ChatNamespaces.CHAT})
public class PeopleGateway {

    @Inject private People people;

    @OnEvent("room_members")
    public CompletionStage<Acks.Members> roomMembers(
            LocalSocket socket, Requests.RoomMembers request) {
        return people.inRoom(
                        socket, request.roomId(), request.cursor(), Requests.size(request.limit()))
                .thenApply(
                        page ->
                                new Acks.Members(
                                        page.users().stream()
                                                .map(
                                                        user ->
                                                                new Acks.Member(
                                                                        user.userId(),
                                                                        user.username(),
                                                                        user.connections()))
                                                .toList(),
                                        page.next()));
    }

    @OnEvent("online_users")
    public CompletionStage<Acks.OnlineUsers> onlineUsers(
            LocalSocket socket, Requests.OnlineUsers request) {
        return people.online(socket, request.cursor(), Requests.size(request.limit()))
                .thenApply(
                        page ->
                                new Acks.OnlineUsers(
                                        page.users().stream()
                                                .map(
                                                        user ->
                                                                new Acks.OnlineUser(
                                                                        user.userId(),
                                                                        user.username()))
                                                .toList(),
                                        page.next()));
    }

    @OnEvent("find_users")
    public CompletionStage<Acks.FoundUsers> findUsers(Requests.FindUsers request) {
        return people.find(request.query(), Requests.size(request.limit()))
                .thenApply(Acks.FoundUsers::new);
    }
}
