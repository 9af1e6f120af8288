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
 * A channel name: required, visible ASCII. It allows more characters than a room id, since a
 * channel can be named after a user ({@code account:auth0|42}), and user ids come from the identity
 * provider.
 */
@Documented
@NotNull(message = "is required")
@Pattern(regexp = ChannelName.REGEXP, message = ChannelName.MESSAGE)
@Constraint(validatedBy = {})
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface ChannelName {

    /** The pattern of a valid name. */
    String REGEXP = "[!-~]{1,100}";

    /** The message for an invalid name. */
    String MESSAGE = "must have 1 to 100 visible ASCII characters without spaces";

    String message() default "must be the name of a channel";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
