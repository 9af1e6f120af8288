package dev.parley.form;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A text written by a user: required, no longer than {@code parley.text.max-length}, with at least
 * one visible character, and free of characters that a database or a client cannot represent.
 */
@Documented
@Constraint(validatedBy = TextValidator.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface Text {

    String message() default "must be a text";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
