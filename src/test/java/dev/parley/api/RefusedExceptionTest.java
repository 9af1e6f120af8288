package dev.parley.api;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.ejb.ApplicationException;
import org.junit.jupiter.api.Test;

class RefusedExceptionTest {

    @Test
    void anEjbThatRefusesRollsBackAndThrowsTheRefusalItself() {
        ApplicationException settings =
                RefusedException.class.getAnnotation(ApplicationException.class);
        assertNotNull(settings);
        assertTrue(settings.rollback());
    }
}
