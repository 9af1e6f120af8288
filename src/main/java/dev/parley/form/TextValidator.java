package dev.parley.form;

import dev.parley.config.Settings;
import dev.parley.security.Visible;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import java.util.Optional;

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
        Optional<String> objection = objection(text);
        objection.ifPresent(
                message -> {
                    context.disableDefaultConstraintViolation();
                    context.buildConstraintViolationWithTemplate(message).addConstraintViolation();
                });
        return objection.isEmpty();
    }

    /** Returns what is wrong with a text, to be shown to its author; empty if it is valid. */
    public Optional<String> objection(String text) {
        int longest = settings.chat().textLength();
        if (text == null) {
            return Optional.of("is required");
        }
        if (text.isEmpty() || text.codePointCount(0, text.length()) > longest) {
            return Optional.of("must have 1 to " + longest + " characters");
        }
        // PostgreSQL cannot store U+0000, and a lone surrogate cannot be encoded as UTF-8.
        if (text.indexOf('\0') >= 0 || hasLoneSurrogate(text)) {
            return Optional.of("must not contain U+0000 or lone surrogates");
        }
        if (!Visible.isIn(text)) {
            return Optional.of("must contain a visible character");
        }
        return Optional.empty();
    }

    private static boolean hasLoneSurrogate(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= 0xDFFF);
    }
}
