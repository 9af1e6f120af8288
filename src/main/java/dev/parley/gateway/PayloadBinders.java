package dev.parley.gateway;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Creates and caches a {@link PayloadBinder} for each record type. Thread-safe. */
@ApplicationScoped
public class PayloadBinders {

    @Inject private ValidatorFactory validation;
    @Inject @Any private Instance<Object> instances;

    private final Map<Class<?>, PayloadBinder> binders = new ConcurrentHashMap<>();

    /**
     * Returns the binder of a record type.
     *
     * @throws IllegalArgumentException if the record cannot be bound
     */
    public PayloadBinder of(Class<?> type) {
        return binders.computeIfAbsent(type, t -> new PayloadBinder(t, validator()));
    }

    /**
     * Returns a validator whose constraint validators may be CDI beans, and whose messages do not
     * depend on the locale of the server.
     */
    Validator validator() {
        return validation
                .usingContext()
                .constraintValidatorFactory(
                        new BeanValidators(instances, validation.getConstraintValidatorFactory()))
                .messageInterpolator(new FixedLocale(validation.getMessageInterpolator()))
                .getValidator();
    }
}
