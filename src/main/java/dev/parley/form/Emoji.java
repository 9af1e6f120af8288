package dev.parley.form;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A reaction: an emoji, which may be a long sequence, or a short name such as {@code :parrot:} for
 * one of the application's own.
 */
@Documented
@NotNull(message = "is required")
@Size(min = 1, max = 64, message = "must have 1 to 64 characters")
@Pattern(
        regexp = "[^\\p{Z}\\p{Cc}\\p{Cs}]*",
        message = "must not contain spaces, control characters or lone surrogates")
@HasVisible
@Constraint(validatedBy = {})
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface Emoji {

    String message() default "must be an emoji";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
