package dev.parley.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How a record component is read from a payload, beyond its own name and type. */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Field {

    /** Other names that clients use for it; the component's own name wins. */
    String[] aliases() default {};

    /** Whether it is an id: a JSON number is then read as its decimal string. */
    boolean id() default false;

    /** Whether a payload that is a bare string is this field. */
    boolean bare() default false;
}
