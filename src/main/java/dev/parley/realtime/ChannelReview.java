package dev.parley.realtime;

import dev.parley.api.User;
import dev.parley.hub.Channels;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.RightsReview;
import dev.parley.security.ChannelRules;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Unsubscribes a socket from the channels that the rules allowed its user before but no longer
 * allow. Channels to which the server subscribed it stay. Thread-safe.
 */
@ApplicationScoped
public class ChannelReview implements RightsReview {

    @Inject private ChannelRules rules;

    @Override
    public CompletionStage<Void> review(LocalSocket socket, User renewed) {
        Channels channels = socket.namespace().channels();
        for (String channel : channels.of(socket)) {
            if (rules.allows(socket.user(), channel) && !rules.allows(renewed, channel)) {
                channels.unsubscribe(socket, channel);
            }
        }
        return CompletableFuture.completedFuture(null);
    }
}
