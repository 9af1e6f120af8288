package dev.parley.gateway;

import dev.parley.api.Field;
import dev.parley.api.Inbound;
import dev.parley.api.OnEvent;
import dev.parley.config.Settings;
import dev.parley.config.TestSettings;
import dev.parley.flow.ManualClock;
import dev.parley.hub.Json;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.TestSocket;
import jakarta.json.JsonValue;
import jakarta.validation.Validation;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** From an event that was decoded to the value of its acknowledgement: binding, rules, the call. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DispatcherBenchmark {

    private static final int MANY = 1_000_000_000;

    private final TestSocket socket = new TestSocket("s", "anna");
    private final Inbound good =
            inbound("send_message", "{\"roomId\":\"lobby\",\"text\":\"Good morning, everybody\"}");
    private final Inbound bad = inbound("send_message", "{\"roomId\":\"lobby\",\"text\":5}");
    private final Dispatcher dispatcher = dispatcher();

    /** A handler that has nothing to do. */
    public static class Posts {

        /** As the payload of a message is. */
        public record Post(
                @NotNull @Field(aliases = "room", id = true) String roomId,
                @NotNull @Size(min = 1, max = 1000) @Field(aliases = {"content", "message"})
                        String text) {}

        @OnEvent("send_message")
        public Map<String, Boolean> post(LocalSocket from, Post post) {
            return Map.of("sent", true);
        }
    }

    private static Inbound inbound(String name, String json) {
        List<JsonValue> data = List.of(Json.read(json));
        return new Inbound(name, data, true);
    }

    private static Dispatcher dispatcher() {
        HandlerTable table = new HandlerTable("/chat");
        table.add(
                new Posts(),
                Posts.class,
                Validation.buildDefaultValidatorFactory().getValidator(),
                new Mistakes());
        ManualClock clock = new ManualClock();
        Settings settings = TestSettings.with();
        // One event in each window, so that its size does not matter.
        long[] time = new long[1];
        return new Dispatcher(
                table,
                new RateLimiter(
                        new RateLimiter.Limits(MANY, MANY, MANY, MANY), 1, () -> time[0] += 2),
                new TokenWatch(clock.timers(), clock::instant, settings),
                new BlockingHandlers(Runnable::run, Runnable::run, 1),
                new HandlerTransactions(null),
                settings);
    }

    @Benchmark
    public void accepted(Blackhole sink) {
        dispatcher.onEvent(socket, good, sink::consume, () -> {});
    }

    @Benchmark
    public void refused(Blackhole sink) {
        dispatcher.onEvent(socket, bad, sink::consume, () -> {});
    }
}
