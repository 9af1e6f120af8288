package dev.parley.publish;

import dev.parley.api.Responses;
import dev.parley.cluster.ByteReader;
import dev.parley.cluster.ByteWriter;
import dev.parley.hub.Json;
import dev.parley.room.BroadcastCodec;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Encodes questions to the clients of other nodes, and their answers. Stateless. */
final class SurveyCodec {

    /**
     * A question.
     *
     * @param timeout how long to wait for the clients; not negative, and at most {@link #LONGEST}
     */
    record Question(BroadcastCodec.Parcel parcel, Duration timeout) {

        Question {
            timeout = bounded(timeout);
        }

        private static Duration bounded(Duration timeout) {
            if (timeout.isNegative()) {
                return Duration.ZERO;
            }
            return timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST;
        }
    }

    /** The maximum timeout, because questions wait in memory for their answers. */
    static final Duration LONGEST = Duration.ofHours(1);

    private static final int VERSION = 1;

    private SurveyCodec() {}

    static byte[] encode(Question question) {
        return new ByteWriter(VERSION)
                .longInteger(question.timeout().toMillis())
                .bytes(BroadcastCodec.encode(question.parcel()))
                .toBytes();
    }

    /**
     * @throws IllegalArgumentException if the bytes are not a question, or if this node does not
     *     know its version
     */
    static Question question(byte[] bytes) {
        ByteReader in = new ByteReader(VERSION, bytes);
        Duration timeout = Duration.ofMillis(in.longInteger());
        return new Question(BroadcastCodec.decode(in.bytes()), timeout);
    }

    static byte[] encode(Responses responses) {
        ByteWriter out = new ByteWriter(VERSION).integer(responses.answers().size());
        responses.answers().forEach((id, answer) -> out.text(id).text(answer.toString()));
        return out.texts(responses.missing()).toBytes();
    }

    /**
     * @throws IllegalArgumentException if the bytes are not responses, or if this node does not
     *     know their version
     */
    static Responses responses(byte[] bytes) {
        ByteReader in = new ByteReader(VERSION, bytes);
        Map<String, JsonArray> answers = new HashMap<>();
        for (int left = in.integer(); left > 0; left--) {
            answers.put(in.text(), array(in.text()));
        }
        List<String> missing = new ArrayList<>(in.texts());
        return new Responses(answers, missing);
    }

    private static JsonArray array(String json) {
        try {
            if (Json.read(json) instanceof JsonArray array) {
                return array;
            }
        } catch (JsonException e) {
            throw new IllegalArgumentException("An answer is not JSON", e);
        }
        throw new IllegalArgumentException("An answer is not an array");
    }
}
