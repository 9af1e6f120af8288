package dev.parley.room;

import dev.parley.api.Loss;
import dev.parley.api.Target;
import dev.parley.cluster.ByteReader;
import dev.parley.cluster.ByteWriter;
import dev.parley.hub.Naming;
import dev.parley.hub.Rendition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes broadcasts for other nodes. Stateless and thread-safe. */
public final class BroadcastCodec {

    /**
     * An event and its receivers.
     *
     * @param except the id of a connection to leave out, or null
     */
    public record Parcel(Target target, @Nullable String except, Rendition rendition) {}

    private static final int VERSION = 1;

    private static final int EVERYONE = 1;
    private static final int NAMESPACE = 2;
    private static final int ROOM = 3;
    private static final int CHANNEL = 4;
    private static final int USER = 5;
    private static final int CONNECTION = 6;

    private BroadcastCodec() {}

    public static byte[] encode(Parcel parcel) {
        ByteWriter out = new ByteWriter(VERSION);
        write(parcel.target(), out);
        out.text(parcel.except());
        out.number(parcel.rendition().loss().ordinal());
        write(parcel.rendition().text(Naming.SNAKE), out);
        write(parcel.rendition().text(Naming.KEBAB), out);
        return out.toBytes();
    }

    private static void write(Target target, ByteWriter out) {
        if (target instanceof Target.Everyone) {
            out.number(EVERYONE);
        } else if (target instanceof Target.InNamespace in) {
            out.number(NAMESPACE).text(in.namespace());
        } else if (target instanceof Target.InRoom room) {
            out.number(ROOM).text(room.roomId());
        } else if (target instanceof Target.OnChannel on) {
            out.number(CHANNEL).text(on.namespace()).text(on.channel());
        } else if (target instanceof Target.OfUser of) {
            out.number(USER).text(of.namespace()).text(of.userId());
        } else if (target instanceof Target.OneConnection one) {
            out.number(CONNECTION).text(one.namespace()).text(one.connectionId());
        }
    }

    private static void write(Rendition.Text text, ByteWriter out) {
        out.text(text.name()).integer(text.arguments().size());
        text.arguments().forEach(out::text);
        out.integer(text.attachments().size());
        text.attachments().forEach(out::bytes);
    }

    /**
     * @throws IllegalArgumentException if it is not a broadcast, or of a version or kind that is
     *     unknown to this node
     */
    public static Parcel decode(byte[] bytes) {
        ByteReader in = new ByteReader(VERSION, bytes);
        Target target = target(in);
        String except = in.textOrNull();
        Loss loss = loss(in.number());
        return new Parcel(target, except, new Rendition(loss, text(in), text(in)));
    }

    private static Loss loss(int number) {
        if (number < 0 || number >= Loss.values().length) {
            throw new IllegalArgumentException("Unknown kind of loss: " + number);
        }
        return Loss.values()[number];
    }

    private static Target target(ByteReader in) {
        int kind = in.number();
        return switch (kind) {
            case EVERYONE -> new Target.Everyone();
            case NAMESPACE -> new Target.InNamespace(in.text());
            case ROOM -> new Target.InRoom(in.text());
            case CHANNEL -> new Target.OnChannel(in.text(), in.text());
            case USER -> new Target.OfUser(in.textOrNull(), in.text());
            case CONNECTION -> new Target.OneConnection(in.textOrNull(), in.text());
            default -> throw new IllegalArgumentException("Unknown kind of target: " + kind);
        };
    }

    private static Rendition.Text text(ByteReader in) {
        String name = in.text();
        List<String> arguments = new ArrayList<>();
        for (int left = in.integer(); left > 0; left--) {
            arguments.add(in.text());
        }
        List<byte[]> attachments = new ArrayList<>();
        for (int left = in.integer(); left > 0; left--) {
            attachments.add(in.bytes());
        }
        return new Rendition.Text(name, arguments, attachments);
    }
}
