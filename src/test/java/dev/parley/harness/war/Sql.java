package dev.parley.harness.war;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** Asks the database what the stores do not tell. Wants a transaction around each call. */
@ApplicationScoped
public class Sql {

    @PersistenceContext(unitName = "parley")
    private EntityManager entities;

    /** The one value that it answers. */
    public Object ask(String query, String parameter) {
        return entities.createNativeQuery(query).setParameter(1, parameter).getSingleResult();
    }
}
