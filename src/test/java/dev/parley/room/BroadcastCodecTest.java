package dev.parley.room;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.api.Arguments;
import dev.parley.api.Binary;
import dev.parley.api.Event;
import dev.parley.api.Loss;
import dev.parley.api.Target;
import dev.parley.cluster.Malformed;
import dev.parley.hub.Naming;
import dev.parley.hub.Rendition;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BroadcastCodecTest {

    private static final Target ROOM = new Target.InRoom("room");

    static Stream<Target> targets() {
        return Stream.of(
                new Target.Everyone(),
                new Target.InNamespace("/"),
                ROOM,
                new Target.OnChannel("/realtime", "price:BTC"),
                new Target.OfUser(null, "anna"),
                new Target.OfUser("/chat", "anna"),
                new Target.OneConnection(null, "c1"));
    }

    private static BroadcastCodec.Parcel sent(Target target, String except, Event event) {
        return BroadcastCodec.decode(
                BroadcastCodec.encode(
                        new BroadcastCodec.Parcel(target, except, new Rendition(event))));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void everyTargetSurvivesTheWay(Target target) {
        assertEquals(target, sent(target, null, Event.same("e", "data")).target());
    }

    @Test
    void anEventIsTheSameInBothNamings() {
        Event event = Event.regular("user_online", Map.of("roomId", "r1", "text", "hello"));
        Rendition rendition = sent(ROOM, "c1", event.transientEvent()).rendition();
        assertEquals(Loss.UNDER_LOAD, rendition.loss());
        for (Naming naming : Naming.values()) {
            assertEquals(new Rendition(event).text(naming), rendition.text(naming));
        }
    }

    @Test
    void anEventMayHaveNoOrManyArguments() {
        Event none = Event.same("e", new Arguments(List.of()));
        Event many = Event.same("e", new Arguments(List.of(1, "two", Map.of())));
        assertEquals(List.of(), sent(ROOM, null, none).rendition().text(Naming.SNAKE).arguments());
        assertEquals(
                List.of("1", "\"two\"", "{}"),
                sent(ROOM, null, many).rendition().text(Naming.SNAKE).arguments());
    }

    @Test
    void bytesStayBytes() {
        Event event = Event.same("e", Map.of("picture", new Binary(new byte[] {1, 2, 3})));
        Rendition rendition = sent(ROOM, null, event).rendition();
        assertArrayEquals(new byte[] {1, 2, 3}, rendition.text(Naming.SNAKE).attachments().get(0));
        assertEquals(
                new Rendition(event).inlineText(Naming.SNAKE).arguments(),
                rendition.inlineText(Naming.SNAKE).arguments());
    }

    @Test
    void whatIsCutOffIsRefused() {
        byte[] bytes =
                BroadcastCodec.encode(
                        new BroadcastCodec.Parcel(
                                ROOM, null, new Rendition(Event.same("e", "data"))));
        byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
        assertThrows(IllegalArgumentException.class, () -> BroadcastCodec.decode(cut));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void malformedBroadcastsAreRefused(Target target) {
        Rendition news = new Rendition(Event.same("news", "text"));
        byte[] good = BroadcastCodec.encode(new BroadcastCodec.Parcel(target, "someone", news));
        Malformed.feed(1, good, BroadcastCodec::decode);
    }
}
