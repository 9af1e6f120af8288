package dev.parley.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/**
 * Registers the resources under {@code /api}. The classes are listed explicitly: resources that a
 * portal adds to the WAR belong to its own application, with its own error handling.
 */
@ApplicationPath("/api")
public class Api extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                AccessFilter.class,
                ProblemMapper.class,
                RecordReader.class,
                RecordWriter.class,
                PublishResource.class,
                PresenceResource.class,
                ConnectionsResource.class,
                DrainResource.class,
                UsersResource.class,
                RoomsResource.class,
                StatsResource.class);
    }
}
