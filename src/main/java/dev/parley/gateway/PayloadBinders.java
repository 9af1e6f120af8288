package dev.parley.gateway;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Creates and keeps a {@link PayloadBinder} for each type of record. Thread-safe. */
@ApplicationScoped
public class PayloadBinders {

    @Inject private ValidatorFactory validation;
    @Inject @Any private Instance<Object> instances;

    private final Map<Class<?>, PayloadBinder> binders = new ConcurrentHashMap<>();

    /**
     * The binder of a type of records.
     *
     * @throws IllegalArgumentException if the record cannot be bound
     */
    public PayloadBinder of(Class<?> type) {
        return binders.computeIfAbsent(type, t -> new PayloadBinder(t, validator()));
    }

    /** A validator whose constraints may be CDI beans. */
    Validator validator() {
        return validation
                .usingContext()
                .constraintValidatorFactory(
                        new BeanValidators(instances, validation.getConstraintValidatorFactory()))
                .getValidator();
    }
}
