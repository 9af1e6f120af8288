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

/** A room id: required, and limited to the characters that ids may contain. */
@Documented
@NotNull(message = "is required")
@Pattern(regexp = RoomId.REGEXP, message = RoomId.MESSAGE)
@Constraint(validatedBy = {})
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface RoomId {

    /** The pattern of a valid id. */
    String REGEXP = "[A-Za-z0-9:_.-]{1,100}";

    /** The message for an invalid id. */
    String MESSAGE = "must have 1 to 100 of the characters A-Z a-z 0-9 : _ . -";

    String message() default "must be a room id";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
