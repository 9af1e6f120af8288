package dev.parley.socketio;

import dev.parley.engineio.EnginePacket;
import dev.parley.engineio.EnginePacketCodec;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Frames to packets and back, as for one message of chat. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {

    private String frame =
            "42/chat,17[\"send_message\",{\"roomId\":\"lobby\",\"text\":\"Good morning,"
                    + " everybody\",\"clientMessageId\":\"0190e6c0-7a0a-7c1e\"}]";
    private String packet = frame.substring(1);
    private List<String> data =
            List.of(
                    "{\"id\":\"0190e6c0-7a0a-7c1e-9b1f-3a5b8c7d6e5f\",\"rev\":7,\"roomId\":\"lobby\","
                            + "\"seq\":7,\"text\":\"Good morning, everybody\","
                            + "\"timestamp\":\"2024-07-25T10:00:00.000Z\","
                            + "\"userId\":\"anna\",\"username\":\"Anna\"}");

    @Benchmark
    public EnginePacket decodeFrame() {
        return EnginePacketCodec.decode(frame);
    }

    @Benchmark
    public Packet decodeEvent() throws PacketException {
        return PacketCodec.decode(packet);
    }

    @Benchmark
    public String encodeEvent() {
        return PacketCodec.event("/chat", OptionalLong.empty(), "new_message", data, 0);
    }

    @Benchmark
    public String encodeAcknowledgement() {
        return PacketCodec.ack("/chat", 17, data, 0);
    }

    @Benchmark
    public String encodeFrame() {
        return EnginePacketCodec.encode(new EnginePacket.Message(packet));
    }
}
