package dev.parley.room;

import dev.parley.config.Settings;
import dev.parley.config.Settings.Presence.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Who is currently notified when a user comes or goes. Thread-safe. */
@ApplicationScoped
public class PresenceScope {

    @Inject private Rooms rooms;
    @Inject private Settings settings;

    /** The configured scope, reduced to rooms if too many users are online. */
    public Scope current() {
        boolean tooMany = rooms.onlineCount() > settings.presence().allLimit();
        return tooMany ? Scope.ROOMS : settings.presence().scope();
    }
}
