package org.papertide.notify;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** Makes a fake of an interface of many methods from a class that has those that a test needs. */
public final class PartialFake {

    private PartialFake() {}

    /**
     * Makes the fake.
     *
     * @param fake has methods of the same names and parameters; any other fails the test
     */
    public static <T> T of(Class<T> type, Object fake) {
        InvocationHandler handler =
                (proxy, method, arguments) -> {
                    Optional<Method> own = find(fake.getClass(), method);
                    if (own.isPresent()) {
                        return invoke(own.get(), fake, arguments);
                    }
                    if (method.isDefault()) {
                        return InvocationHandler.invokeDefault(proxy, method, arguments);
                    }
                    throw new UnsupportedOperationException("the fake has no " + method);
                };
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Optional<Method> find(Class<?> fake, Method wanted) {
        return Arrays.stream(fake.getDeclaredMethods())
                .filter(method -> method.getName().equals(wanted.getName()))
                .filter(method ->
                        Arrays.equals(method.getParameterTypes(), wanted.getParameterTypes()))
                .findFirst();
    }

    private static Object invoke(Method method, Object fake, Object[] arguments) throws Throwable {
        method.setAccessible(true);
        try {
            return method.invoke(fake, arguments);
        } catch (InvocationTargetException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }
}
