package dev.parley.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/**
 * Everything under {@code /api}. The classes are named one by one: what a portal adds to the WAR is
 * an application of its own, with errors of its own.
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
