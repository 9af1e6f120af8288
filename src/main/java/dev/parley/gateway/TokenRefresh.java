package dev.parley.gateway;

import dev.parley.api.Budget;
import dev.parley.api.ErrorCode;
import dev.parley.api.Field;
import dev.parley.api.OnEvent;
import dev.parley.api.RefusedException;
import dev.parley.api.User;
import dev.parley.flow.Failures;
import dev.parley.hub.Admission;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.RightsReview;
import dev.parley.hub.Timestamps;
import dev.parley.security.AuthenticationException;
import dev.parley.security.TokenText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Handles {@code refresh_token}, which replaces the token with a newer one of the same user. Every
 * namespace has this event, and it is the only one that is accepted after the token has expired.
 * Thread-safe.
 *
 * <p>The new token applies to the socket that it is sent on; other namespaces of the connection
 * keep theirs.
 */
@ApplicationScoped
public class TokenRefresh {

    static final String EVENT = "refresh_token";

    private static final long RETRY_MILLIS = 1_000;

    /** The data of {@code refresh_token}. */
    public record Request(
            @NotNull(message = "is required")
                    @NotEmpty(message = "must not be empty")
                    @Field(bare = true)
                    String token) {

        /** Omits the token: it must not reach a log. */
        @Override
        public String toString() {
            return "a token";
        }
    }

    /** The acknowledgement of {@code refresh_token}. */
    public record Refreshed(boolean ok, @Nullable String expiresAt) {}

    private Admission admission;
    private Iterable<RightsReview> reviews;
    private TokenWatch watch;

    protected TokenRefresh() {
        // For the container's proxy.
    }

    @Inject
    public TokenRefresh(Admission admission, Instance<RightsReview> reviews, TokenWatch watch) {
        this(admission, (Iterable<RightsReview>) reviews, watch);
    }

    TokenRefresh(Admission admission, Iterable<RightsReview> reviews, TokenWatch watch) {
        this.admission = admission;
        this.reviews = reviews;
        this.watch = watch;
    }

    // A barrier, so that no running join relies on the old token.
    @OnEvent(value = EVENT, barrier = true, budget = Budget.TOKENS)
    public CompletionStage<Refreshed> refresh(LocalSocket socket, Request request) {
        return admission
                .admit(TokenText.of(request.token()).orElse(null))
                .exceptionally(
                        failure -> {
                            throw refusal(failure);
                        })
                .thenCompose(user -> judge(socket, user))
                .thenApply(user -> renew(socket, user));
    }

    private RefusedException refusal(Throwable failure) {
        Throwable cause = Failures.cause(failure);
        if (cause instanceof AuthenticationException expected) {
            return new RefusedException(ErrorCode.valueOf(expected.code()), expected.getMessage());
        }
        admission.logFailure(cause);
        return RefusedException.retry(ErrorCode.UNAVAILABLE, RETRY_MILLIS);
    }

    private CompletionStage<User> judge(LocalSocket socket, User renewed) {
        if (!renewed.id().equals(socket.user().id())) {
            throw new RefusedException(ErrorCode.INVALID_TOKEN);
        }
        // If the namespace refuses the new token, the old one stays until it expires.
        socket.namespace().handler().admit(renewed, socket.handshake());
        List<CompletableFuture<Void>> judged = new ArrayList<>();
        for (RightsReview review : reviews) {
            judged.add(review.review(socket, renewed).toCompletableFuture());
        }
        return CompletableFuture.allOf(judged.toArray(CompletableFuture[]::new))
                .thenApply(all -> renewed);
    }

    private Refreshed renew(LocalSocket socket, User renewed) {
        socket.refresh(renewed);
        watch.renewed(socket);
        Instant end = renewed.expiresAt();
        return new Refreshed(true, end == null ? null : Timestamps.iso(end));
    }
}
