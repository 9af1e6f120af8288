package dev.parley.form;

import dev.parley.config.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;

/** Validates {@link Text}. Thread-safe. */
@Dependent
public class TextValidator implements ConstraintValidator<Text, String> {

    private final Settings settings;

    @Inject
    public TextValidator(Settings settings) {
        this.settings = settings;
    }

    @Override
    public boolean isValid(String text, ConstraintValidatorContext context) {
        int longest = settings.chat().textLength();
        if (text == null) {
            return refuse("is required", context);
        }
        if (text.isEmpty() || text.codePointCount(0, text.length()) > longest) {
            return refuse("must have 1 to " + longest + " characters", context);
        }
        // PostgreSQL cannot store U+0000, and no encoder can write half a surrogate pair.
        if (text.indexOf('\0') >= 0 || hasLoneSurrogate(text)) {
            return refuse("must not hold U+0000 or half a surrogate pair", context);
        }
        return true;
    }

    private static boolean hasLoneSurrogate(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= 0xDFFF);
    }

    private static boolean refuse(String message, ConstraintValidatorContext context) {
        context.disableDefaultConstraintViolation();
        context.buildConstraintViolationWithTemplate(message).addConstraintViolation();
        return false;
    }
}
