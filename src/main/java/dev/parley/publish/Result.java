package dev.parley.publish;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.cluster.ByteReader;
import dev.parley.cluster.ByteWriter;
import dev.parley.flow.Failures;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a node to a {@link Command}. Immutable.
 *
 * @param count the number of matching connections on the node
 * @param done whether the command changed anything
 * @param refused why the node rejected the command, or null
 * @param found the requested connections
 */
record Result(int count, boolean done, @Nullable ErrorCode refused, List<ConnectionInfo> found) {

    private static final int VERSION = 1;

    static final Result NOT_HERE = new Result(0, false, null, List.of());

    static Result count(int count) {
        return new Result(count, count > 0, null, List.of());
    }

    static Result one(boolean done) {
        return new Result(1, done, null, List.of());
    }

    static Result refused(Throwable failure) {
        Throwable cause = Failures.cause(failure);
        ErrorCode code =
                cause instanceof RefusedException refused
                        ? refused.code()
                        : ErrorCode.INTERNAL_ERROR;
        return new Result(1, false, code, List.of());
    }

    static Result list(List<ConnectionInfo> found) {
        return new Result(found.size(), false, null, found);
    }

    /** Throws the node's error, if it rejected the command. */
    Result orThrow() {
        if (refused != null) {
            throw new RefusedException(refused);
        }
        return this;
    }

    byte[] toBytes() {
        ByteWriter out = new ByteWriter(VERSION);
        out.integer(count).flag(done).text(refused == null ? null : refused.name());
        out.integer(found.size());
        for (ConnectionInfo one : found) {
            out.text(one.id()).text(one.userId()).text(one.username());
            out.text(one.namespace()).text(one.connectedAt());
        }
        return out.toBytes();
    }

    static Result fromBytes(byte[] bytes) {
        ByteReader in = new ByteReader(VERSION, bytes);
        int count = in.integer();
        boolean done = in.flag();
        String refused = in.textOrNull();
        List<ConnectionInfo> found = new ArrayList<>();
        for (int left = in.integer(); left > 0; left--) {
            found.add(new ConnectionInfo(in.text(), in.text(), in.text(), in.text(), in.text()));
        }
        return new Result(count, done, refused == null ? null : code(refused), found);
    }

    /** Returns a code by name; a code of the portal arrives without its message and status. */
    private static ErrorCode code(String name) {
        return ErrorCode.find(name).orElseGet(() -> ErrorCode.of(name, "Refused", 403));
    }
}
