package dev.parley.it;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** What PostgreSQL goes by in the transaction that calls. */
@ApplicationScoped
public class SessionSettings {

    @PersistenceContext(unitName = "parley")
    private EntityManager entities;

    String of(String name) {
        return (String)
                entities.createNativeQuery("SELECT current_setting(?)")
                        .setParameter(1, name)
                        .getSingleResult();
    }
}
