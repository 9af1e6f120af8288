package dev.parley.gateway;

import jakarta.enterprise.inject.Instance;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorFactory;

/**
 * Creates constraint validators that are CDI beans of the application, and leaves others to the
 * container's factory. Open Liberty's own factory looks up their dependencies in a separate bean
 * archive and fails (WELD-001408). Thread-safe.
 */
final class BeanValidators implements ConstraintValidatorFactory {

    private final Instance<Object> beans;
    private final ConstraintValidatorFactory container;

    BeanValidators(Instance<Object> beans, ConstraintValidatorFactory container) {
        this.beans = beans;
        this.container = container;
    }

    @Override
    public <T extends ConstraintValidator<?, ?>> T getInstance(Class<T> type) {
        Instance<T> bean = beans.select(type);
        return bean.isResolvable() ? bean.get() : container.getInstance(type);
    }

    @Override
    public void releaseInstance(ConstraintValidator<?, ?> instance) {
        // Dependent beans without a lifecycle: nothing to destroy.
    }
}
