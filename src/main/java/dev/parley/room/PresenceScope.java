package dev.parley.room;

import dev.parley.config.Settings;
import dev.parley.config.Settings.Presence.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Who hears at the moment that a user comes or goes. Thread-safe. */
@ApplicationScoped
public class PresenceScope {

    @Inject private Rooms rooms;
    @Inject private Settings settings;

    /** What the settings say, and what the number of users online leaves of it. */
    public Scope current() {
        boolean tooMany = rooms.onlineCount() > settings.presence().allLimit();
        return tooMany ? Scope.ROOMS : settings.presence().scope();
    }
}
