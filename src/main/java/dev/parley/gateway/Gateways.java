package dev.parley.gateway;

import dev.parley.api.Gateway;
import dev.parley.config.Settings;
import dev.parley.flow.ThreadPools;
import dev.parley.hub.Namespace;
import dev.parley.hub.SocketRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.validation.Validator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds the gateways at start-up and opens their namespaces. Thread-safe afterwards. */
@ApplicationScoped
public class Gateways {

    @Inject private BeanManager beans;
    @Inject private PayloadBinders binders;
    @Inject private RateLimiter limiter;
    @Inject private TokenWatch tokens;
    @Inject private TokenRefresh refresh;
    @Inject private Settings settings;
    @Inject private SocketRegistry registry;
    @Inject private ThreadPools threads;

    /**
     * @throws IllegalArgumentException if a handler cannot work, or an event has two
     */
    public void open() {
        Map<String, HandlerTable> tables = new LinkedHashMap<>();
        Validator validator = binders.validator();
        for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            Gateway gateway = bean.getBeanClass().getAnnotation(Gateway.class);
            if (gateway != null) {
                Object instance =
                        beans.getReference(
                                bean, bean.getBeanClass(), beans.createCreationalContext(bean));
                for (String namespace : gateway.value()) {
                    tables.computeIfAbsent(namespace, HandlerTable::new)
                            .add(instance, bean.getBeanClass(), validator);
                }
            }
        }
        tables.forEach(
                (name, table) -> {
                    table.add(refresh, TokenRefresh.class, validator);
                    Dispatcher dispatcher = new Dispatcher(table, limiter, tokens, settings);
                    registry.open(new Namespace(name, dispatcher, table.isVerbatim()));
                });
        sweep();
    }

    private void sweep() {
        limiter.sweep();
        threads.timers().after(settings.rate().window(), this::sweep);
    }
}
