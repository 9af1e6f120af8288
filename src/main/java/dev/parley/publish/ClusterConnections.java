package dev.parley.publish;

import dev.parley.api.Dismissal;
import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.cluster.Answers;
import dev.parley.cluster.Node;
import dev.parley.hub.LocalSocket;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Queries and changes the connections of all nodes. The result is available only after the other
 * nodes have carried out the request. Fails with UNAVAILABLE if a live node does not answer in
 * time. Thread-safe.
 */
@ApplicationScoped
public class ClusterConnections {

    private static final Logger LOG = Logger.getLogger(ClusterConnections.class.getName());
    private static final String TOPIC = "connections";

    /** How many commands of other nodes may be in progress. Above it, those nodes get no answer. */
    private static final int MAX_COMMANDS = 1_000;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject private LocalConnections here;
    @Inject private Moves moves;
    @Inject private Node node;

    private final Errands errands =
            new Errands(MAX_COMMANDS, LOG, "Too many commands of other nodes: some are ignored");

    /** Starts answering other nodes; called once, at start-up. */
    public void start() {
        node.messenger()
                .respond(
                        TOPIC,
                        question -> {
                            Command command = Command.fromBytes(question);
                            return errands.run(1, () -> obey(command)).thenApply(Result::toBytes);
                        });
    }

    CompletionStage<Boolean> join(String connectionId, String name) {
        return move(Command.of(Command.Kind.JOIN, connectionId, name));
    }

    CompletionStage<Boolean> leave(String connectionId, String name) {
        return move(Command.of(Command.Kind.LEAVE, connectionId, name));
    }

    CompletionStage<Boolean> end(String connectionId) {
        return move(Command.of(Command.Kind.END, connectionId, null));
    }

    private CompletionStage<Boolean> move(Command command) {
        if (here.find(command.requiredConnection()).isPresent()) {
            return obey(command).thenApply(result -> result.orThrow().done());
        }
        return node.messenger()
                .ask(TOPIC, command.toBytes(), PATIENCE, ClusterConnections::isWithIt)
                .thenApply(ClusterConnections::ofTheOneWithIt);
    }

    private static boolean isWithIt(byte[] answer) {
        return Result.fromBytes(answer).count() > 0;
    }

    private static boolean ofTheOneWithIt(Answers answers) {
        return answers.all().stream()
                .filter(ClusterConnections::isWithIt)
                .findFirst()
                .map(answer -> Result.fromBytes(answer).orThrow().done())
                // The connection may be on a node that did not answer.
                .orElseGet(() -> complete(answers).anyMatch(Result::done));
    }

    /** Closes all connections of a user; returns how many there were. */
    CompletionStage<Integer> endAll(String userId) {
        return total(Command.of(Command.Kind.END_USER, userId, null));
    }

    /** Returns the number of connections. */
    CompletionStage<Integer> count() {
        return total(Command.of(Command.Kind.COUNT, null, null));
    }

    /**
     * Returns the number of connections of each node, by node name; leaves out nodes that do not
     * answer.
     */
    public CompletionStage<Map<String, Integer>> countByNode() {
        Command command = Command.of(Command.Kind.COUNT, null, null);
        return node.messenger()
                .ask(TOPIC, command.toBytes(), PATIENCE)
                .thenApply(
                        answers -> {
                            Map<String, Integer> counts = new HashMap<>();
                            counts.put(node.name(), here.count());
                            answers.byNode()
                                    .forEach(
                                            (name, bytes) ->
                                                    counts.put(
                                                            name, Result.fromBytes(bytes).count()));
                            return counts;
                        });
    }

    private CompletionStage<Integer> total(Command command) {
        return all(command).thenApply(results -> results.mapToInt(Result::count).sum());
    }

    /**
     * Returns connections whose ids follow {@code after}, ordered by id.
     *
     * @param userId limits the result to one user; null for all users
     */
    public CompletionStage<List<ConnectionInfo>> page(
            @Nullable String userId, String after, int limit) {
        return all(new Command(Command.Kind.LIST, userId, after, limit))
                .thenApply(
                        results ->
                                results.flatMap(result -> result.found().stream())
                                        .sorted(Comparator.comparing(ConnectionInfo::id))
                                        .limit(limit)
                                        .toList());
    }

    private CompletionStage<Stream<Result>> all(Command command) {
        return obey(command)
                .thenCombine(
                        others(command), (own, others) -> Stream.concat(Stream.of(own), others));
    }

    private CompletionStage<Stream<Result>> others(Command command) {
        return node.messenger()
                .ask(TOPIC, command.toBytes(), PATIENCE)
                .thenApply(ClusterConnections::complete);
    }

    private static Stream<Result> complete(Answers answers) {
        if (!answers.silent().isEmpty()) {
            throw RefusedException.retry(ErrorCode.UNAVAILABLE, PATIENCE.toMillis());
        }
        return answers.all().stream().map(Result::fromBytes);
    }

    /** Executes a command on the connections of this node; never fails. */
    private CompletionStage<Result> obey(Command command) {
        try {
            return obeyOrThrow(command);
        } catch (RuntimeException e) {
            return now(Result.refused(e));
        }
    }

    private CompletionStage<Result> obeyOrThrow(Command command) {
        return switch (command.kind()) {
            case JOIN -> withOne(command, socket -> moves.join(socket, command.requiredName()));
            case LEAVE -> withOne(command, socket -> moves.leave(socket, command.requiredName()));
            case END ->
                    withOne(
                            command,
                            socket -> {
                                socket.dismiss(Dismissal.DISCONNECTED);
                                return CompletableFuture.completedFuture(true);
                            });
            case END_USER ->
                    now(
                            Result.count(
                                    here.endAll(
                                            command.requiredConnection(), Dismissal.DISCONNECTED)));
            case COUNT -> now(Result.count(here.count()));
            case LIST ->
                    now(
                            Result.list(
                                    here
                                            .page(
                                                    command.connection(),
                                                    command.requiredName(),
                                                    command.limit())
                                            .stream()
                                            .map(ConnectionInfo::of)
                                            .toList()));
        };
    }

    private CompletionStage<Result> withOne(
            Command command, Function<LocalSocket, CompletionStage<Boolean>> action) {
        return here.find(command.requiredConnection())
                .map(
                        socket ->
                                action.apply(socket)
                                        .handle(
                                                (done, failure) ->
                                                        failure == null
                                                                ? Result.one(done)
                                                                : Result.refused(failure)))
                .orElseGet(() -> now(Result.NOT_HERE));
    }

    private static CompletionStage<Result> now(Result result) {
        return CompletableFuture.completedFuture(result);
    }
}
