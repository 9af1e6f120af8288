package dev.parley.gateway;

import dev.parley.api.Gateway;
import dev.parley.config.Settings;
import dev.parley.flow.ThreadPools;
import dev.parley.hub.Namespace;
import dev.parley.hub.SocketRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.validation.Validator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the gateways at start-up and opens their namespaces. Thread-safe afterwards. */
@ApplicationScoped
public class Gateways {

    /**
     * In Socket.IO, a comma ends the name of a namespace, and a question mark starts a query. In
     * {@code /ws/orders}, the path of the plain endpoint, the name is one segment; a number sign
     * would end the path.
     */
    private static final Pattern NAMESPACE = Pattern.compile("/[^/,?#]*");

    private static final String RESERVED = "/admin";

    @Inject private BeanManager beans;
    @Inject private PayloadBinders binders;
    @Inject private RateLimiter limiter;
    @Inject private TokenWatch tokens;
    @Inject private TokenRefresh refresh;
    @Inject private BlockingHandlers blocking;
    @Inject private HandlerTransactions transactions;
    @Inject private Settings settings;
    @Inject private SocketRegistry registry;
    @Inject private ThreadPools threads;

    /**
     * Opens the namespaces of all gateways.
     *
     * @throws IllegalArgumentException if there is a mistake; the message lists all of them
     */
    public void open() {
        Mistakes mistakes = new Mistakes();
        GatewayBeans gateways = new GatewayBeans(beans, mistakes);
        Map<String, HandlerTable> tables = new LinkedHashMap<>();
        Validator validator = binders.validator();
        gateways.find()
                .forEach(
                        (type, bean) -> {
                            Object instance = gateways.reference(bean);
                            for (String namespace : namespaces(type, mistakes)) {
                                tables.computeIfAbsent(namespace, HandlerTable::new)
                                        .add(instance, type, validator, mistakes);
                            }
                        });
        tables.values()
                .forEach(table -> table.add(refresh, TokenRefresh.class, validator, mistakes));
        mistakes.throwIfAny();
        tables.forEach(
                (name, table) -> {
                    Dispatcher dispatcher =
                            new Dispatcher(
                                    table, limiter, tokens, blocking, transactions, settings);
                    registry.open(new Namespace(name, dispatcher, table.isVerbatim()));
                });
        threads.timers().every(settings.rate().window(), limiter::sweep);
    }

    /** Returns the namespaces of a gateway, and records those that cannot exist. */
    static Set<String> namespaces(Class<?> type, Mistakes mistakes) {
        Set<String> names = new LinkedHashSet<>();
        for (String name : type.getAnnotation(Gateway.class).value()) {
            if (!NAMESPACE.matcher(name).matches()) {
                mistakes.add(
                        type,
                        "the namespace \""
                                + name
                                + "\" must be a slash and a name without any of / , ? #");
            } else if (name.equals(RESERVED)) {
                mistakes.add(
                        type, "the namespace " + name + " is reserved for Parley: use another one");
            } else if (!names.add(name)) {
                mistakes.add(type, "the namespace " + name + " is listed twice");
            }
        }
        if (type.getAnnotation(Gateway.class).value().length == 0) {
            mistakes.add(type, "a gateway must have a namespace");
        }
        return names;
    }
}
