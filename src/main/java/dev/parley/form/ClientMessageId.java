package dev.parley.form;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An id that the client assigns to its message, so that the server recognises repeats. */
@Documented
@Pattern(regexp = ClientMessageId.REGEXP, message = ClientMessageId.MESSAGE)
@Size(max = ClientMessageId.LONGEST, message = ClientMessageId.MESSAGE)
@Constraint(validatedBy = {})
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface ClientMessageId {

    /** The pattern of a valid id, apart from its length. */
    String REGEXP = "[^\\x00-\\x1f\\x7f\\ud800-\\udfff]{1,}";

    int LONGEST = 128;

    /** The message for an invalid id. */
    String MESSAGE = "must have 1 to " + LONGEST + " characters and no control characters";

    String message() default "must be an id";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
