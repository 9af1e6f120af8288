package dev.parley.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The classes of this package once more, some of them changed; all others are the same. So the
 * changed ones and their tests see each other, and not those that everybody has.
 */
final class OtherClasses extends ClassLoader {

    private static final String PACKAGE = OtherClasses.class.getPackageName() + ".";

    private final Map<String, byte[]> changed;

    /**
     * @param changed classes by their names
     */
    OtherClasses(Map<String, byte[]> changed) {
        super(OtherClasses.class.getClassLoader());
        this.changed = changed;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(PACKAGE)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            byte[] bytes = changed.containsKey(name) ? changed.get(name) : unchanged(name);
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    private byte[] unchanged(String name) throws ClassNotFoundException {
        try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
