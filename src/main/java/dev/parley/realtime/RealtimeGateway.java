package dev.parley.realtime;

import dev.parley.api.ErrorCode;
import dev.parley.api.Field;
import dev.parley.api.Gateway;
import dev.parley.api.OnConnect;
import dev.parley.api.OnEvent;
import dev.parley.api.RefusedException;
import dev.parley.config.Settings;
import dev.parley.form.ChannelName;
import dev.parley.greeting.Greeting;
import dev.parley.hub.Channels;
import dev.parley.hub.LocalSocket;
import dev.parley.security.ChannelRules;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;

/**
 * Handles the events of {@code /realtime}. The namespace is verbatim: clients receive events as
 * they were published.
 */
@Priority(Interceptor.Priority.PLATFORM_BEFORE) // The greeting comes first.
@Gateway(value = RealtimeGateway.NAMESPACE, verbatim = true)
public class RealtimeGateway {

    static final String NAMESPACE = "/realtime";

    record Subscribe(@ChannelName @Field(bare = true) String channel) {}

    record Unsubscribe(@ChannelName @Field(bare = true) String channel) {}

    /** The acknowledgement of both events. */
    public record Done(boolean success, String channel) {}

    @Inject private Greeting greeting;
    @Inject private ChannelRules rules;
    @Inject private Settings settings;

    @OnConnect
    public void connected(LocalSocket socket) {
        greeting.greet(socket);
    }

    /**
     * Subscribes to a channel. Channels keep no history yet: {@code since} and {@code epoch} are
     * accepted and ignored.
     */
    @OnEvent("subscribe")
    public Done subscribe(LocalSocket socket, Subscribe request) {
        String channel = request.channel();
        if (!rules.allows(socket.user(), channel)) {
            throw new RefusedException(ErrorCode.ACCESS_DENIED);
        }
        Channels channels = socket.namespace().channels();
        int max = settings.channels().max();
        if (!channels.subscribe(socket, channel, max) && socket.isConnected()) {
            throw new RefusedException(
                    ErrorCode.ACCESS_DENIED,
                    "A connection may subscribe to at most " + max + " channels");
        }
        return new Done(true, channel);
    }

    @OnEvent("unsubscribe")
    public Done unsubscribe(LocalSocket socket, Unsubscribe request) {
        socket.namespace().channels().unsubscribe(socket, request.channel());
        return new Done(true, request.channel());
    }
}
