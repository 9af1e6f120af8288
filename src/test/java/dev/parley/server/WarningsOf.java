package dev.parley.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Collects the warnings of one class during a test, and keeps them out of the test's output. */
public final class WarningsOf implements BeforeEachCallback, AfterEachCallback {

    private final Logger logger;
    private final List<LogRecord> all = new CopyOnWriteArrayList<>();
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord entry) {
                    if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                        all.add(entry);
                    }
                }

                @Override
                public void flush() {
                    // Nothing is buffered.
                }

                @Override
                public void close() {
                    // Nothing is open.
                }
            };

    public WarningsOf(Class<?> type) {
        logger = Logger.getLogger(type.getName());
    }

    List<String> all() {
        return all.stream().map(LogRecord::getMessage).toList();
    }

    /** The records themselves, in the order of logging. */
    public List<LogRecord> records() {
        return List.copyOf(all);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }
}
