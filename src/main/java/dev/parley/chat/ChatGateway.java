package dev.parley.chat;

import dev.parley.conversation.DirectMessages;
import dev.parley.conversation.Joining;
import dev.parley.conversation.People;
import dev.parley.conversation.Posting;
import dev.parley.conversation.Reading;
import dev.parley.conversation.RoomDirectory;
import dev.parley.conversation.RoomRights;
import dev.parley.form.MessageForms;
import dev.parley.form.Timestamps;
import dev.parley.gateway.Ack;
import dev.parley.gateway.Budget;
import dev.parley.gateway.Gateway;
import dev.parley.gateway.OnConnect;
import dev.parley.gateway.OnDisconnect;
import dev.parley.gateway.OnEvent;
import dev.parley.greeting.Greeting;
import dev.parley.history.RoomInfo;
import dev.parley.history.RoomStore.Listed;
import dev.parley.hub.Adapter;
import dev.parley.hub.Event;
import dev.parley.hub.Inbound;
import dev.parley.hub.Naming;
import dev.parley.hub.RefusedException;
import dev.parley.hub.Rendition;
import dev.parley.hub.Reply;
import dev.parley.hub.Socket;
import dev.parley.hub.SocketRegistry;
import dev.parley.room.LocalRooms;
import dev.parley.room.Rooms;
import dev.parley.security.User;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The events of the chat: the protocol's table of contents. */
@Gateway({"/", "/chat"})
public class ChatGateway {

    /** Where the chat is; both have the same rooms. */
    static final List<String> NAMESPACES = LocalRooms.NAMESPACES;

    private static final String OPEN_NAMESPACE = "/";

    @Inject private Joining joining;
    @Inject private Posting posting;
    @Inject private DirectMessages directMessages;
    @Inject private Reading reading;
    @Inject private RoomDirectory directory;
    @Inject private RoomRights rights;
    @Inject private People people;
    @Inject private Adapter adapter;
    @Inject private LocalRooms localRooms;
    @Inject private Rooms rooms;
    @Inject private SocketRegistry registry;
    @Inject private Greeting greeting;

    @OnConnect
    public void connected(Socket socket) {
        greeting.greet(socket);
        adapter.connected(socket);
    }

    @OnDisconnect
    public void disconnected(Socket socket) {
        adapter.disconnected(socket);
    }

    @OnEvent(
            value = {"join_room", "join"},
            barrier = true)
    public void joinRoom(Socket socket, Requests.JoinRoom request, Reply reply) {
        joining.join(
                socket,
                request.roomId(),
                new Joining.Resume(request.since(), request.epoch(), request.rev()),
                (joined, failure) -> {
                    if (failure != null) {
                        reply.fail(failure);
                    } else {
                        // In this order and in this turn: nothing of the room comes before it.
                        reply.complete(joinAck(socket, request, joined));
                        greetKebab(socket, joined);
                    }
                });
    }

    private static Ack joinAck(Socket socket, Requests.JoinRoom request, Joining.Joined joined) {
        String roomId = joined.room().id();
        List<Object> messages = messages(socket, joined);
        Boolean more = joined.more() ? true : null;
        // Nothing but new messages changes a room so far.
        boolean asked = request.rev() != null && Boolean.TRUE.equals(joined.recovered());
        List<Object> changed = asked ? List.of() : null;
        String epoch = joined.room().epoch();
        return new Ack(
                new Answers.Joined(
                        roomId,
                        messages,
                        joined.lastSeq(),
                        epoch,
                        joined.rev(),
                        joined.recovered(),
                        more,
                        changed),
                () ->
                        new Answers.KebabJoined(
                                "ok",
                                roomId,
                                messages,
                                joined.lastSeq(),
                                epoch,
                                joined.rev(),
                                joined.recovered(),
                                more,
                                changed));
    }

    private static List<Object> messages(Socket socket, Joining.Joined joined) {
        return MessageForms.of(joined.messages(), socket.naming(), socket.user().id());
    }

    private static void greetKebab(Socket socket, Joining.Joined joined) {
        if (socket.naming() == Naming.KEBAB) {
            socket.emit(Event.same("joined", new Events.Joined(joined.room().id())));
            socket.emit(Event.same("recent-messages", messages(socket, joined)));
        }
    }

    @OnEvent(value = "leave_room", barrier = true)
    public void leaveRoom(Socket socket, Requests.LeaveRoom request, Reply reply) {
        String roomId = request.roomId();
        joining.leave(
                socket,
                roomId,
                Boolean.TRUE.equals(request.forget()),
                (nothing, failure) -> {
                    if (failure != null) {
                        reply.fail(failure);
                    } else {
                        reply.complete(
                                new Ack(
                                        new Answers.Left(roomId),
                                        () -> new Answers.KebabRoom("ok", roomId)));
                    }
                });
    }

    @OnEvent("send_message")
    public CompletionStage<Ack> sendMessage(Socket socket, Requests.SendMessage request) {
        return posting.post(
                        socket,
                        new Posting.Post(
                                request.roomId(),
                                request.text(),
                                request.clientMessageId(),
                                request.replyTo(),
                                text(request.metadata())))
                .thenApply(
                        message ->
                                new Ack(
                                        new Answers.Sent(
                                                true,
                                                message.id(),
                                                message.seq(),
                                                Timestamps.iso(message.createdAt())),
                                        () ->
                                                new Answers.KebabSent(
                                                        "ok", message.id(), message.seq())));
    }

    private static String text(JsonObject metadata) {
        return metadata == null ? null : metadata.toString();
    }

    @OnEvent("room_message")
    public CompletionStage<Answers.Ok> roomMessage(Socket socket, Requests.RoomMessage request) {
        return toRoom(
                socket,
                request.roomId(),
                () -> {
                    String timestamp = Timestamps.now();
                    User user = socket.user();
                    return Event.irregular(
                            "message",
                            new Events.TransientMessage(
                                    request.roomId(),
                                    request.text(),
                                    user.id(),
                                    user.name(),
                                    timestamp),
                            () ->
                                    new Event.Form(
                                            "room-message",
                                            new Events.KebabTransientMessage(
                                                    request.roomId(),
                                                    request.text(),
                                                    user.id(),
                                                    timestamp)));
                },
                // Whether one hears oneself is a matter of one's own naming.
                socket.naming() == Naming.SNAKE);
    }

    @OnEvent("message")
    public Object message(Socket socket, Inbound event, Requests.AnyMessage request) {
        if (request.roomId() != null) {
            return messageToRoom(socket, request);
        }
        Answers.Received received = new Answers.Received(true, request.text());
        if (socket.namespace().name().equals(OPEN_NAMESPACE)) {
            emit(
                    socket.namespace().sockets(),
                    Event.same(
                            "message",
                            new Events.OpenMessage(
                                    socket.user().id(), request.text(), Timestamps.now())));
        } else if (!event.ackWanted()) {
            socket.emit(Event.same("message", received));
        }
        return received;
    }

    private CompletionStage<Answers.Ok> messageToRoom(Socket socket, Requests.AnyMessage request) {
        User user = socket.user();
        return toRoom(
                socket,
                request.roomId(),
                () ->
                        Event.same(
                                "message",
                                new Events.SignedMessage(
                                        request.roomId(),
                                        request.text(),
                                        user.id(),
                                        new MessageForms.Sender(user.id(), user.name()),
                                        Timestamps.now())),
                false);
    }

    @OnEvent(value = "typing", budget = Budget.SIGNALS)
    public CompletionStage<Void> typing(Socket socket, Requests.Typing request) {
        boolean isTyping = !Boolean.FALSE.equals(request.isTyping());
        User user = socket.user();
        return toRoom(
                        socket,
                        request.roomId(),
                        () ->
                                Event.regular(
                                        "user_typing",
                                        new Events.Typing(
                                                request.roomId(),
                                                user.id(),
                                                user.name(),
                                                isTyping)),
                        false)
                .thenApply(ok -> null);
    }

    /** Brings an event that is not stored to the room that the socket has joined. */
    private CompletionStage<Answers.Ok> toRoom(
            Socket socket, String roomId, Supplier<Event> event, boolean alsoToSender) {
        return rights.requireJoined(socket, roomId)
                .thenApply(
                        joined -> {
                            Rendition rendition = new Rendition(event.get().transientEvent());
                            Predicate<Socket> hears = s -> alsoToSender || s != socket;
                            localRooms
                                    .stripe(roomId)
                                    .execute(
                                            () ->
                                                    localRooms.live(roomId).stream()
                                                            .filter(hears)
                                                            .forEach(s -> s.emit(rendition)));
                            return Answers.Ok.OK;
                        });
    }

    private static void emit(Collection<Socket> receivers, Event event) {
        Rendition rendition = new Rendition(event.transientEvent());
        receivers.forEach(receiver -> receiver.emit(rendition));
    }

    // A barrier, since the room of the two is looked up first: their messages must not overtake.
    @OnEvent(
            value = {"direct_message", "private_message"},
            barrier = true)
    public CompletionStage<Answers.DirectSent> directMessage(
            Socket socket, Requests.DirectMessage request) {
        return directMessages
                .send(socket, request.recipientId(), request.text(), request.clientMessageId())
                .thenApply(
                        message ->
                                new Answers.DirectSent(
                                        true,
                                        message.id(),
                                        message.seq(),
                                        message.roomId(),
                                        Timestamps.iso(message.createdAt())));
    }

    @OnEvent("get_history")
    public CompletionStage<Answers.HistoryPage> getHistory(
            Socket socket, Requests.GetHistory request) {
        if (request.before() != null && request.after() != null) {
            throw RefusedException.invalid("after", "cannot go with \"before\"");
        }
        return reading.history(
                        socket,
                        request.roomId(),
                        request.before(),
                        request.after(),
                        request.limit())
                .thenApply(
                        found ->
                                new Answers.HistoryPage(
                                        MessageForms.of(
                                                found.page().messages(),
                                                socket.naming(),
                                                socket.user().id()),
                                        found.room().lastSeq(),
                                        found.room().epoch(),
                                        found.room().lastRev(),
                                        found.page().more()));
    }

    @OnEvent("room_members")
    public CompletionStage<Answers.Members> roomMembers(
            Socket socket, Requests.RoomMembers request) {
        return people.inRoom(socket, request.roomId(), request.cursor(), size(request.limit()))
                .thenApply(
                        page ->
                                new Answers.Members(
                                        page.users().stream()
                                                .map(
                                                        user ->
                                                                new Answers.Member(
                                                                        user.userId(),
                                                                        user.username(),
                                                                        user.connections()))
                                                .toList(),
                                        page.next()));
    }

    @OnEvent("online_users")
    public CompletionStage<Answers.OnlineUsers> onlineUsers(
            Socket socket, Requests.OnlineUsers request) {
        return people.online(socket, request.cursor(), size(request.limit()))
                .thenApply(
                        page ->
                                new Answers.OnlineUsers(
                                        page.users().stream()
                                                .map(
                                                        user ->
                                                                new Answers.OnlineUser(
                                                                        user.userId(),
                                                                        user.username()))
                                                .toList(),
                                        page.next()));
    }

    @OnEvent("create_room")
    public CompletionStage<Ack> createRoom(Socket socket, Requests.CreateRoom request) {
        return directory
                .create(
                        socket,
                        new RoomDirectory.Wanted(
                                request.roomId(),
                                request.name(),
                                request.topic(),
                                request.capacity(),
                                text(request.metadata())))
                .thenApply(room -> created(socket, room));
    }

    private Ack created(Socket socket, RoomInfo room) {
        Events.RoomCreated data =
                new Events.RoomCreated(
                        room.id(),
                        room.name(),
                        room.topic() == null ? "" : room.topic(),
                        room.visibility().wire(),
                        socket.user().id());
        emit(registry.in(NAMESPACES), Event.regular("room_created", data));
        return new Ack(
                new Answers.RoomCreated(room.id()), () -> new Answers.KebabRoomCreated(room.id()));
    }

    @OnEvent("list_rooms")
    public CompletionStage<Answers.RoomList> listRooms(Socket socket, Requests.ListRooms request) {
        boolean direct = Boolean.TRUE.equals(request.direct());
        String search = request.query() == null ? "" : request.query();
        return directory
                .list(socket, search, direct, request.cursor(), size(request.limit()))
                .thenApply(
                        page ->
                                new Answers.RoomList(
                                        page.rooms().stream()
                                                .map(room -> listed(room, page))
                                                .toList(),
                                        page.next()));
    }

    private Answers.ListedRoom listed(Listed listed, RoomDirectory.RoomList page) {
        RoomInfo room = listed.room();
        return new Answers.ListedRoom(
                room.id(),
                page.counterparts().getOrDefault(room.id(), room.name()),
                room.topic() == null ? "" : room.topic(),
                room.visibility().wire(),
                listed.role() == null ? null : listed.role().wire(),
                rooms.presentCount(room.id()),
                room.lastSeq(),
                room.lastSeq() - listed.readSeq());
    }

    @OnEvent("find_users")
    public CompletionStage<Answers.FoundUsers> findUsers(Requests.FindUsers request) {
        return people.find(request.query(), size(request.limit()))
                .thenApply(Answers.FoundUsers::new);
    }

    private static int size(Integer limit) {
        return limit != null ? limit : Requests.DEFAULT_LIMIT;
    }
}
