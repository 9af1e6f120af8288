package dev.parley.form;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A JSON object defined by the client, at most 4 KiB of JSON, without binary data. */
@Documented
@Constraint(validatedBy = MetadataValidator.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface Metadata {

    String message() default "must be an object of at most 4 KiB, without U+0000";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
