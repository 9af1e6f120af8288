package dev.parley.form;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name of a channel: present, and visible ASCII. More than a room's id may have, since a
 * channel can be named after a user ({@code account:auth0|42}), whose id is somebody else's choice.
 */
@Documented
@NotNull(message = "is required")
@Pattern(regexp = ChannelName.REGEXP, message = ChannelName.MESSAGE)
@Constraint(validatedBy = {})
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface ChannelName {

    /** What fits. */
    String REGEXP = "[!-~]{1,100}";

    /** What is said where it does not. */
    String MESSAGE = "must have 1 to 100 visible ASCII characters without spaces";

    String message() default "must be the name of a channel";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
