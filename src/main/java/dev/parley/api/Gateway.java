package dev.parley.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Stereotype;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A CDI bean that handles the events of the named namespaces, through every door. */
@Documented
@Stereotype
@ApplicationScoped
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Gateway {

    /** Namespaces, each with its leading slash. */
    String[] value();

    /**
     * Whether the events of these namespaces go out with the names and fields that they were given,
     * also to clients that speak kebab-case. One gateway that says so is enough for a namespace.
     */
    boolean verbatim() default false;
}
