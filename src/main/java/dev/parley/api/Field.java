package dev.parley.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How a component of a payload record is read, beyond its own name and type. */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Field {

    /**
     * Other names that clients may use; the first that is present wins, the component's own before
     * all.
     */
    String[] aliases() default {};

    /**
     * Whether the field is an id: a JSON number is read as its decimal string. For strings only.
     */
    boolean id() default false;

    /** Whether a payload that is a bare string is this field. For one string of a record. */
    boolean bare() default false;
}
