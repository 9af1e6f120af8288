package dev.parley.conformance;

import dev.parley.api.Gateway;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.WithAnnotations;

/**
 * Takes the product's own gateways out of a WAR for conformance tests: their namespaces are those
 * of the suites. A rule instead of a list, so that it holds for gateways that are yet to come.
 */
public class OnlyTheseGateways implements Extension {

    void judge(@Observes @WithAnnotations(Gateway.class) ProcessAnnotatedType<?> candidate) {
        Class<?> type = candidate.getAnnotatedType().getJavaClass();
        boolean ours = type.getPackageName().startsWith(OnlyTheseGateways.class.getPackageName());
        if (type.isAnnotationPresent(Gateway.class) && !ours) {
            candidate.veto();
        }
    }
}
