package dev.parley.gateway;

import jakarta.validation.MessageInterpolator;
import java.util.Locale;

/**
 * Interpolates messages with the same locale on every server: clients get the same texts and
 * numbers, whatever the language of the machine. Thread-safe, like the interpolator that it uses.
 */
final class FixedLocale implements MessageInterpolator {

    private final MessageInterpolator container;

    FixedLocale(MessageInterpolator container) {
        this.container = container;
    }

    @Override
    public String interpolate(String template, Context context) {
        return container.interpolate(template, context, Locale.ROOT);
    }

    @Override
    public String interpolate(String template, Context context, Locale locale) {
        return interpolate(template, context);
    }
}
