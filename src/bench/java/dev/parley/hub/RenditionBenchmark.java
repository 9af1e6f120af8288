package dev.parley.hub;

import dev.parley.api.Event;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** An event as JSON, once for each naming, however many hear it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RenditionBenchmark {

    /** As a message is. */
    public record Message(
            String id,
            long rev,
            String roomId,
            long seq,
            String text,
            String timestamp,
            String userId,
            String username) {}

    private Message message =
            new Message(
                    "0190e6c0-7a0a-7c1e-9b1f-3a5b8c7d6e5f",
                    7,
                    "lobby",
                    7,
                    "Good morning, everybody",
                    "2024-07-25T10:00:00.000Z",
                    "anna",
                    "Anna");

    @Benchmark
    public Rendition.Text snake() {
        return new Rendition(Event.regular("new_message", message)).text(Naming.SNAKE);
    }

    @Benchmark
    public Rendition.Text kebab() {
        return new Rendition(Event.regular("new_message", message)).text(Naming.KEBAB);
    }

    @Benchmark
    public JsonText read() {
        return new JsonText(Json.read("{\"roomId\":\"lobby\",\"text\":\"Good morning\"}"));
    }

    /** Keeps what was read from being optimized away. */
    public record JsonText(Object read) {}
}
