package dev.parley.form;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The size of a page, from 1 to 100. Values outside this range are refused, not clamped. */
@Documented
@Min(value = 1, message = "must be from 1 to " + Limit.MOST)
@Max(value = Limit.MOST, message = "must be from 1 to " + Limit.MOST)
@Constraint(validatedBy = {})
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface Limit {

    /** The default size. */
    int STANDARD = 50;

    int MOST = 100;

    String message() default "must be from 1 to " + MOST;

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
