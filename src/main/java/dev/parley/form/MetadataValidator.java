package dev.parley.form;

import dev.parley.flow.Frame;
import dev.parley.hub.Placeholders;
import jakarta.json.JsonObject;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;

/** Validates {@link Metadata}. Thread-safe. */
public class MetadataValidator implements ConstraintValidator<Metadata, JsonObject> {

    private static final int MAX_BYTES = 4 * 1024;

    @Override
    public boolean isValid(JsonObject metadata, ConstraintValidatorContext context) {
        if (metadata == null) {
            return true;
        }
        if (Placeholders.hasBinary(metadata)) {
            // The text that is stored would turn the bytes into Base64 without notice.
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate("must not contain binary data")
                    .addConstraintViolation();
            return false;
        }
        return fits(metadata.toString());
    }

    /** JSON-P escapes control characters, but writes surrogates unescaped. */
    private static boolean fits(String json) {
        return Frame.utf8Length(json) <= MAX_BYTES
                && json.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= 0xDFFF);
    }
}
