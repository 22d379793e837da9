package org.papertide.platform.settings;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import jakarta.annotation.Priority;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Keeps old names of settings working. Each jar lists its own in {@code
 * META-INF/renamed-settings.properties}, as {@code old.name=new.name}. A name that ends in a dot
 * renames every setting with that prefix. The use of an old name is logged once. If both names are
 * set, the source of higher priority wins; in the same source the new name does.
 */
@Priority(3_500)
public final class RenamedSettings implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = Logger.getLogger(RenamedSettings.class);
    private static final String LIST = "META-INF/renamed-settings.properties";

    /** By the new name. */
    private final transient Map<String, String> oldNames;

    private final transient Set<String> logged = ConcurrentHashMap.newKeySet();

    /** For the service loader. */
    public RenamedSettings() {
        this(listed());
    }

    /**
     * @param renamed new names by old ones
     */
    RenamedSettings(Map<String, String> renamed) {
        Map<String, String> turned = new TreeMap<>();
        renamed.forEach((before, now) -> turned.put(now, before));
        this.oldNames = Map.copyOf(turned);
    }

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue current = context.proceed(name);
        Optional<String> before = translate(name, oldNames);
        if (before.isEmpty()) {
            return current;
        }
        ConfigValue old = context.proceed(before.get());
        if (old == null
                || (current != null
                        && current.getConfigSourceOrdinal() >= old.getConfigSourceOrdinal())) {
            return current;
        }
        if (logged.add(before.get())) {
            LOG.warnf("A setting has a new name. setting=%s renamed=%s", before.get(), name);
        }
        return old.withName(name);
    }

    @Override
    public Iterator<String> iterateNames(ConfigSourceInterceptorContext context) {
        Map<String, String> newNames = new TreeMap<>();
        oldNames.forEach((now, before) -> newNames.put(before, now));
        Set<String> names = new HashSet<>();
        context.iterateNames()
                .forEachRemaining(name -> names.add(translate(name, newNames).orElse(name)));
        return names.iterator();
    }

    private static Optional<String> translate(String name, Map<String, String> names) {
        String exact = names.get(name);
        if (exact != null) {
            return Optional.of(exact);
        }
        return names.entrySet().stream()
                .filter(each -> each.getKey().endsWith(".") && name.startsWith(each.getKey()))
                .map(each -> each.getValue() + name.substring(each.getKey().length()))
                .findFirst();
    }

    private static Map<String, String> listed() {
        Map<String, String> renamed = new TreeMap<>();
        try {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            for (URL list : Collections.list(loader.getResources(LIST))) {
                Properties names = new Properties();
                try (InputStream in = list.openStream()) {
                    names.load(in);
                }
                names.forEach((before, now) -> renamed.put((String) before, (String) now));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(LIST, e);
        }
        return renamed;
    }
}
