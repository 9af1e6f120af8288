package dev.parley.publish;

import dev.parley.api.Publication;
import dev.parley.api.Responses;
import dev.parley.cluster.Answers;
import dev.parley.cluster.Node;
import dev.parley.flow.Failures;
import dev.parley.flow.LogLimit;
import dev.parley.hub.LocalSocket;
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
import java.util.logging.Logger;

/** Sends questions to clients on all nodes. Thread-safe. */
@ApplicationScoped
public class Surveys {

    private static final Logger LOG = Logger.getLogger(Surveys.class.getName());
    private static final LogLimit COMPLAINTS = new LogLimit();
    private static final String TOPIC = "survey";

    /** How long to wait for another node beyond the timeout of its clients. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    /** How many answers of clients may be awaited for other nodes. */
    private static final int MAX_ANSWERS = 100_000;

    private final Errands errands =
            new Errands(MAX_ANSWERS, LOG, "Too many surveys of other nodes: some are ignored");

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
        Rendition rendition = new Rendition(PublicationEvents.of(publication));
        BroadcastCodec.Parcel parcel =
                new BroadcastCodec.Parcel(publication.target(), publication.except(), rendition);
        SurveyCodec.Question question = new SurveyCodec.Question(parcel, timeout);
        CompletableFuture<Responses> here = new CompletableFuture<>();
        receivers.of(
                parcel.target(),
                parcel.except(),
                sockets -> ask(sockets, question).whenComplete(Failures.into(here)));
        if (node.members().others().isEmpty()) {
            return here;
        }
        byte[] bytes;
        try {
            bytes = SurveyCodec.encode(question);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        return here.thenCombine(
                node.messenger().ask(TOPIC, bytes, question.timeout().plus(MARGIN)),
                Surveys::together);
    }

    private static CompletionStage<Responses> ask(
            List<LocalSocket> sockets, SurveyCodec.Question question) {
        try {
            return new Survey().ask(sockets, question.parcel().rendition(), question.timeout());
        } catch (RuntimeException e) {
            // The data cannot be serialised; this shows only on the room's stripe.
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletionStage<byte[]> answer(byte[] bytes) {
        SurveyCodec.Question question = SurveyCodec.question(bytes);
        CompletableFuture<Responses> responses = new CompletableFuture<>();
        receivers.offer(
                bytes.length,
                question.parcel().target(),
                question.parcel().except(),
                sockets ->
                        errands.run(1 + sockets.size(), () -> ask(sockets, question))
                                .whenComplete(Failures.into(responses)));
        return responses.thenApply(SurveyCodec::encode);
    }

    /** Combines the answers of all nodes. Skips an answer that cannot be read. */
    static Responses together(Responses here, Answers others) {
        Map<String, JsonArray> answers = new HashMap<>(here.answers());
        List<String> missing = new ArrayList<>(here.missing());
        for (byte[] bytes : others.all()) {
            try {
                Responses there = SurveyCodec.responses(bytes);
                answers.putAll(there.answers());
                missing.addAll(there.missing());
            } catch (IllegalArgumentException e) {
                COMPLAINTS.warn(LOG, "The answers of another node cannot be read", e);
            }
        }
        return new Responses(answers, missing);
    }
}
