package dev.parley.publish;

import dev.parley.api.Publication;
import dev.parley.api.Responses;
import dev.parley.cluster.Answers;
import dev.parley.cluster.ByteReader;
import dev.parley.cluster.ByteWriter;
import dev.parley.cluster.Node;
import dev.parley.hub.Json;
import dev.parley.hub.Rendition;
import dev.parley.room.BroadcastCodec;
import dev.parley.room.Receivers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends questions to clients on all nodes. Thread-safe. */
@ApplicationScoped
public class Surveys {

    private static final String TOPIC = "survey";
    private static final int VERSION = 1;

    /** How long to wait for another node beyond the timeout of its clients. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    @Inject private Receivers receivers;
    @Inject private Node node;

    /** Starts answering other nodes; called once, at start-up. */
    public void start() {
        node.messenger().respond(TOPIC, this::answer);
    }

    /**
     * Asks the clients of all nodes.
     *
     * @return the answers; fails if the data cannot be serialised as JSON
     */
    CompletionStage<Responses> ask(Publication publication, Duration timeout) {
        Rendition question = new Rendition(PublicationEvents.of(publication));
        BroadcastCodec.Parcel parcel =
                new BroadcastCodec.Parcel(publication.target(), publication.except(), question);
        CompletionStage<Responses> here = askHere(parcel, timeout);
        if (node.members().others().isEmpty()) {
            return here;
        }
        byte[] bytes;
        try {
            bytes = write(parcel, timeout);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        return here.thenCombine(
                node.messenger().ask(TOPIC, bytes, timeout.plus(MARGIN)), Surveys::together);
    }

    private CompletionStage<Responses> askHere(BroadcastCodec.Parcel parcel, Duration timeout) {
        CompletableFuture<Responses> responses = new CompletableFuture<>();
        receivers.of(
                parcel.target(),
                parcel.except(),
                sockets -> {
                    try {
                        new Survey()
                                .ask(sockets, parcel.rendition(), timeout)
                                .thenAccept(responses::complete);
                    } catch (RuntimeException e) {
                        // The data cannot be serialised; this shows only on the room's stripe.
                        responses.completeExceptionally(e);
                    }
                });
        return responses;
    }

    private static byte[] write(BroadcastCodec.Parcel parcel, Duration timeout) {
        return new ByteWriter(VERSION)
                .longInteger(timeout.toMillis())
                .bytes(BroadcastCodec.encode(parcel))
                .toBytes();
    }

    private CompletionStage<byte[]> answer(byte[] question) {
        ByteReader in = new ByteReader(VERSION, question);
        Duration timeout = Duration.ofMillis(in.longInteger());
        return askHere(BroadcastCodec.decode(in.bytes()), timeout).thenApply(Surveys::write);
    }

    private static byte[] write(Responses responses) {
        ByteWriter out = new ByteWriter(VERSION).integer(responses.answers().size());
        responses.answers().forEach((id, answer) -> out.text(id).text(answer.toString()));
        out.integer(responses.missing().size());
        responses.missing().forEach(out::text);
        return out.toBytes();
    }

    private static Responses together(Responses here, Answers others) {
        Map<String, JsonArray> answers = new HashMap<>(here.answers());
        List<String> missing = new ArrayList<>(here.missing());
        for (byte[] bytes : others.all()) {
            ByteReader in = new ByteReader(VERSION, bytes);
            for (int left = in.integer(); left > 0; left--) {
                answers.put(in.text(), Json.read(in.text()).asJsonArray());
            }
            for (int left = in.integer(); left > 0; left--) {
                missing.add(in.text());
            }
        }
        return new Responses(answers, missing);
    }
}
