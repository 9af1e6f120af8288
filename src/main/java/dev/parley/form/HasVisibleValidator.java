package dev.parley.form;

import dev.parley.security.Visible;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;

/** Validates {@link HasVisible}; another constraint objects to an empty text. Thread-safe. */
public class HasVisibleValidator implements ConstraintValidator<HasVisible, String> {

    @Override
    public boolean isValid(String text, ConstraintValidatorContext context) {
        return text == null || text.isEmpty() || Visible.isIn(text);
    }
}
