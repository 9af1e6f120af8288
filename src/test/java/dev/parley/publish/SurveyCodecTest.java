package dev.parley.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.api.Event;
import dev.parley.api.Responses;
import dev.parley.api.Target;
import dev.parley.cluster.Answers;
import dev.parley.cluster.ByteWriter;
import dev.parley.cluster.Malformed;
import dev.parley.hub.Json;
import dev.parley.hub.Naming;
import dev.parley.hub.Rendition;
import dev.parley.room.BroadcastCodec;
import dev.parley.server.WarningsOf;
import jakarta.json.JsonArray;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SurveyCodecTest {

    @RegisterExtension final WarningsOf warnings = new WarningsOf(Surveys.class);

    private static final JsonArray YES = Json.read("[\"yes\"]").asJsonArray();

    private static SurveyCodec.Question question(Duration timeout) {
        Rendition rendition = new Rendition(Event.same("lunch?", "today"));
        return new SurveyCodec.Question(
                new BroadcastCodec.Parcel(new Target.InRoom("room"), null, rendition), timeout);
    }

    private static Responses responses() {
        return new Responses(Map.of("c1", YES, "c2", YES), List.of("c3"));
    }

    private static byte[] longer(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + 9);
    }

    @Test
    void questionsSurviveTheWay() {
        byte[] bytes = longer(SurveyCodec.encode(question(Duration.ofSeconds(5))));
        SurveyCodec.Question there = SurveyCodec.question(bytes);
        assertEquals(Duration.ofSeconds(5), there.timeout());
        assertEquals(new Target.InRoom("room"), there.parcel().target());
        assertEquals("lunch?", there.parcel().rendition().text(Naming.SNAKE).name());
    }

    @Test
    void noQuestionWaitsForever() {
        for (long millis : new long[] {Long.MAX_VALUE, Long.MIN_VALUE}) {
            byte[] bytes =
                    new ByteWriter(1)
                            .longInteger(millis)
                            .bytes(BroadcastCodec.encode(question(Duration.ZERO).parcel()))
                            .toBytes();
            assertEquals(
                    millis > 0 ? SurveyCodec.LONGEST : Duration.ZERO,
                    SurveyCodec.question(bytes).timeout());
        }
    }

    @Test
    void malformedQuestionsAreRefused() {
        byte[] good = SurveyCodec.encode(question(Duration.ofSeconds(5)));
        Malformed.feed(1, good, SurveyCodec::question);
    }

    @Test
    void responsesSurviveTheWay() {
        byte[] bytes = longer(SurveyCodec.encode(responses()));
        assertEquals(responses(), SurveyCodec.responses(bytes));
    }

    @Test
    void malformedResponsesAreRefused() {
        Malformed.feed(1, SurveyCodec.encode(responses()), SurveyCodec::responses);
    }

    @Test
    void anAnswerThatIsNoArrayIsRefused() {
        for (String answer : List.of("{}", "no", "[")) {
            byte[] bytes =
                    new ByteWriter(1).integer(1).text("c1").text(answer).texts(List.of()).toBytes();
            assertThrows(
                    IllegalArgumentException.class, () -> SurveyCodec.responses(bytes), answer);
        }
    }

    @Test
    void aNodeWhoseAnswersCannotBeReadDoesNotSpoilTheOthers() {
        Responses here = new Responses(Map.of("c0", YES), List.of());
        Map<String, byte[]> others =
                Map.of("good", SurveyCodec.encode(responses()), "bad", new byte[] {9});
        Responses all = Surveys.together(here, new Answers(others, Set.of()));
        assertEquals(Set.of("c0", "c1", "c2"), all.answers().keySet());
        assertEquals(List.of("c3"), all.missing());
        assertEquals(1, warnings.records().size());
    }
}
