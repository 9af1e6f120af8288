package dev.parley.harness.war;

import dev.parley.api.BlockIndexed;
import dev.parley.api.Gateway;
import dev.parley.api.OnEvent;
import dev.parley.api.PriceFeed;
import dev.parley.api.Publication;
import dev.parley.api.Publisher;
import dev.parley.api.RefusedException;
import dev.parley.api.Responses;
import dev.parley.api.Target;
import dev.parley.room.LocalRooms;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The services of a portal, which publish through beans; each event calls one of them. */
@Gateway("/portal")
public class PortalService {

    /** What to publish, and for whom. */
    public record Wanted(
            String kind,
            String namespace,
            String name,
            String except,
            String event,
            JsonValue data) {}

    /** A price of a token. */
    public record Price(String token, String price) {}

    /** A block, brought by {@code fireAsync} if so wanted. */
    public record Block(Long number, String hash, Boolean async) {}

    /** A connection and a room, a channel or a token. */
    public record Move(String connection, String name) {}

    /** A message in somebody's name. */
    public record Say(String userId, String roomId, String text) {}

    /** A user. */
    public record Who(String userId) {}

    @Inject private Publisher publisher;
    @Inject private PriceFeed prices;
    @Inject private Event<BlockIndexed> blocks;

    @OnEvent("publish")
    public boolean publish(Wanted wanted) {
        publisher.publish(publication(wanted));
        return true;
    }

    private static Publication publication(Wanted wanted) {
        return new Publication(target(wanted), wanted.except(), wanted.event(), wanted.data());
    }

    private static Target target(Wanted wanted) {
        return switch (wanted.kind()) {
            case "everyone" -> new Target.Everyone();
            case "namespace" -> new Target.InNamespace(wanted.namespace());
            case "room" -> LocalRooms.target(wanted.namespace(), wanted.name());
            case "user" -> new Target.OfUser(wanted.namespace(), wanted.name());
            case "connection" -> new Target.OneConnection(wanted.namespace(), wanted.name());
            default -> throw RefusedException.invalid("kind", "is none");
        };
    }

    @OnEvent("ask")
    public CompletionStage<Map<String, Object>> ask(Wanted wanted) {
        return publisher
                .emitWithAck(publication(wanted), Duration.ofMillis(1_500))
                .thenApply(PortalService::told);
    }

    private static Map<String, Object> told(Responses responses) {
        return Map.of("answers", responses.answers(), "missing", responses.missing());
    }

    @OnEvent("price")
    public boolean price(Price price) {
        prices.publish(price.token(), new BigDecimal(price.price()));
        return true;
    }

    @OnEvent("block")
    public boolean block(Block block) {
        BlockIndexed indexed = new BlockIndexed(block.number(), block.hash(), 3);
        if (Boolean.TRUE.equals(block.async())) {
            blocks.fireAsync(indexed);
        } else {
            blocks.fire(indexed);
        }
        return true;
    }

    @OnEvent("subscribe_to_price")
    public boolean subscribeToPrice(Move move) {
        return prices.subscribe(move.connection(), List.of(move.name()));
    }

    @OnEvent("join")
    public CompletionStage<Boolean> join(Move move) {
        return publisher.join(move.connection(), move.name());
    }

    @OnEvent("leave")
    public CompletionStage<Boolean> leave(Move move) {
        return publisher.leave(move.connection(), move.name());
    }

    @OnEvent("disconnect_one")
    public CompletionStage<Boolean> disconnectOne(Move move) {
        return publisher.disconnect(move.connection());
    }

    @OnEvent("send")
    public CompletionStage<Long> send(Say say) {
        return publisher
                .send(say.userId(), say.roomId(), say.text(), null)
                .thenApply(message -> message.seq());
    }

    @OnEvent("who")
    public CompletionStage<Map<String, Object>> who(Who who) {
        return publisher
                .connectionsOf(who.userId())
                .thenCombine(
                        publisher.connectedCount(),
                        (connections, count) ->
                                Map.of(
                                        "online",
                                        publisher.isOnline(who.userId()),
                                        "connections",
                                        connections,
                                        "count",
                                        count,
                                        "users",
                                        publisher.onlineUsers(null, 100).users()));
    }
}
