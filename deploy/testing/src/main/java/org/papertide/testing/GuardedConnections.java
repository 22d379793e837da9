package org.papertide.testing;

import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;

/**
 * Shows Netty the guard of connections. In a service that runs by itself Netty finds it as a
 * service of the class path; in a test the class loader of Netty does not see what we built.
 */
final class GuardedConnections {

    private static final String GUARD = "org.papertide.platform.guard.ConnectionGuard";

    private GuardedConnections() {}

    /** Has to come before the service opens its ports. */
    static void show() {
        System.setProperty("io.netty.bootstrap.extensions", "serviceload");
        try {
            load(List.of(Class.forName(GUARD).getDeclaredConstructor().newInstance()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("there is no guard", e);
        }
    }

    /** The services that are tested next take their time, as far as their tests know. */
    static void hide() {
        load(List.of());
    }

    /** As if Netty had loaded them. */
    private static void load(Collection<Object> guards) {
        try {
            Class<?> all = Class.forName("io.netty.bootstrap.ChannelInitializerExtensions");
            Method get = all.getDeclaredMethod("getExtensions");
            get.setAccessible(true);
            Object extensions = get.invoke(null);
            set(extensions, "classLoader", new WeakReference<>(all.getClassLoader()));
            set(extensions, "extensions", guards);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Netty has its extensions elsewhere", e);
        }
    }

    private static void set(Object object, String name, Object value)
            throws ReflectiveOperationException {
        Field field = object.getClass().getDeclaredField(name);
        field.setAccessible(true);
        field.set(object, value);
    }
}
