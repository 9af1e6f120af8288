package dev.parley.socketio;

import dev.parley.api.ErrorCode;
import dev.parley.api.Handshake;
import dev.parley.api.RefusedException;
import dev.parley.api.User;
import dev.parley.engineio.HandshakeRequest;
import dev.parley.flow.Ending;
import dev.parley.flow.Failures;
import dev.parley.hub.Namespace;
import dev.parley.hub.Naming;
import dev.parley.hub.RightsReview;
import dev.parley.security.AuthenticationException;
import dev.parley.security.TokenText;
import dev.parley.socketio.ClientAcceptor.Surroundings;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One CONNECT in progress: verifies the token, asks the namespace's guards, and recovers or creates
 * the socket. The steps run one after the other, on any thread.
 */
final class PendingConnect {

    private final Client client;
    private final Surroundings around;
    private final Namespace namespace;
    private final JsonObject auth;
    private final Handshake handshake;

    PendingConnect(Client client, Surroundings around, Namespace namespace, JsonObject auth) {
        this.client = client;
        this.around = around;
        this.namespace = namespace;
        this.auth = auth;
        this.handshake =
                new Handshake(
                        auth,
                        client.connection().handshake().query(),
                        client.connection().handshake().remoteAddress(),
                        Instant.now());
    }

    void begin() {
        try {
            around.admission()
                    .admit(token())
                    .thenCompose(this::enter)
                    .whenComplete(
                            (done, failure) -> {
                                if (failure != null) {
                                    refuse(failure);
                                }
                            });
        } catch (RejectedExecutionException overloaded) {
            client.connection().close(Ending.TRY_AGAIN);
        }
    }

    private @Nullable String token() {
        HandshakeRequest request = client.connection().handshake();
        return string("token")
                .flatMap(TokenText::of)
                .or(request::headerToken)
                .or(() -> request.parameter("token").flatMap(TokenText::of))
                .orElse(null);
    }

    private Optional<String> string(String key) {
        return auth.get(key) instanceof JsonString string
                ? Optional.of(string.getString())
                : Optional.empty();
    }

    private CompletionStage<Void> enter(User user) {
        namespace.handler().admit(user, handshake);
        Optional<ClientSocket> known =
                string("pid").flatMap(pid -> around.recovery().take(pid, user, namespace));
        if (known.isEmpty()) {
            enterAnew(user);
            return CompletableFuture.completedFuture(null);
        }
        // A guest's new token is that of another user; the socket keeps its own.
        User renewed = user.anonymous() ? known.get().user() : user;
        return around.reentry()
                .reenter(known.get(), renewed)
                .thenCompose(allowed -> review(known.get(), user, allowed))
                .whenComplete(
                        (allowed, failure) -> {
                            if (failure != null) {
                                // Not the client's fault: keep the socket so that the client's
                                // retry can recover it.
                                around.recovery().keep(known.get());
                            }
                        })
                .thenAccept(allowed -> takeUp(known.get(), user, allowed));
    }

    /**
     * Reviews the channels against the new token. A socket that is in rooms has no channels that
     * the rules granted, so it needs no review.
     */
    private CompletionStage<Boolean> review(ClientSocket socket, User user, boolean allowed) {
        CompletionStage<Boolean> judged = CompletableFuture.completedFuture(allowed);
        if (!socket.rooms().isEmpty()) {
            return judged;
        }
        for (RightsReview review : around.reviews()) {
            judged = judged.thenCombine(review.review(socket, user), (yes, nothing) -> yes);
        }
        return judged;
    }

    private void takeUp(ClientSocket socket, User user, boolean allowed) {
        int maxPerUser = around.settings().connections().maxPerUser();
        boolean room = around.registry().connected(user.id()) < maxPerUser;
        boolean resumed =
                allowed
                        && room
                        && client.admit(
                                socket,
                                () ->
                                        socket.resume(
                                                client,
                                                client.connection(),
                                                user,
                                                string("offset").orElse("")),
                                () -> {});
        if (!resumed && allowed && client.isGone()) {
            // The connection was lost during recovery: keep the session for the next attempt.
            around.recovery().keep(socket);
        } else if (!resumed) {
            around.recovery().forget(socket);
            enterAnew(user);
        }
    }

    private void enterAnew(User user) {
        // Half: a replay must leave room in the outbox for the events that follow it.
        long logBytes = around.recovery().isOn() ? around.settings().outbox().bytes() / 2 : 0;
        ClientSocket socket =
                new ClientSocket(
                        client,
                        client.connection(),
                        user,
                        namespace,
                        handshake,
                        naming(),
                        around.threads().timers(),
                        logBytes);
        int maxPerUser = around.settings().connections().maxPerUser();
        boolean[] full = new boolean[1];
        client.admit(
                socket,
                () -> {
                    full[0] = !around.registry().add(socket, maxPerUser);
                    return !full[0];
                },
                socket::greet);
        if (full[0]) {
            ErrorCode code = ErrorCode.TOO_MANY_CONNECTIONS;
            client.refuse(namespace.name(), code.name(), code.message());
        }
    }

    private Optional<Naming> naming() {
        return string("naming")
                .or(() -> client.connection().handshake().parameter("naming"))
                .flatMap(Naming::ofParameter);
    }

    private void refuse(Throwable failure) {
        Throwable cause = Failures.cause(failure);
        if (cause instanceof AuthenticationException expected) {
            client.refuse(namespace.name(), expected.code(), expected.getMessage());
        } else if (cause instanceof RefusedException expected
                && !expected.code().equals(ErrorCode.UNAVAILABLE)) {
            client.refuse(namespace.name(), expected.code().name(), expected.getMessage());
        } else {
            // Not the client's fault. Stock clients retry only after the transport closes.
            around.admission().logFailure(cause);
            client.connection().close(Ending.TRY_AGAIN);
        }
    }
}
