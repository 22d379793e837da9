package org.papertide.platform.settings;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.common.utils.ConfigSourceUtil;
import jakarta.annotation.Priority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps old names of settings working. Each jar lists its own in {@code
 * META-INF/renamed-settings.properties}, as {@code old.name=new.name}; every setting whose name
 * begins with the old one is renamed. A setting may have had several names, and the longest name in
 * the list that fits counts. The use of an old name is logged once. If both names are set, the
 * source of higher priority wins; in the same source the new name does.
 */
@Priority(3_500)
public final class RenamedSettings implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = Logger.getLogger(RenamedSettings.class);
    private static final String LIST = "META-INF/renamed-settings.properties";

    private final transient Map<String, String> newNames;
    private final transient Set<String> logged = ConcurrentHashMap.newKeySet();

    /** For the service loader. */
    public RenamedSettings() {
        this(listed());
    }

    /**
     * @param newNames by old ones
     */
    RenamedSettings(Map<String, String> newNames) {
        this.newNames = Map.copyOf(newNames);
    }

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        String used = name;
        for (String old : oldNames(name)) {
            ConfigValue other = context.proceed(old);
            if (other != null
                    && (value == null
                            || ConfigValue.CONFIG_SOURCE_COMPARATOR.compare(other, value) > 0)) {
                value = other;
                used = old;
            }
        }
        if (!used.equals(name) && logged.add(used)) {
            LOG.warnf("A setting has a new name. setting=%s renamed=%s", used, name);
        }
        return value;
    }

    /** The new name of each setting, so that maps find theirs. */
    @Override
    public Iterator<String> iterateNames(ConfigSourceInterceptorContext context) {
        Set<String> names = new HashSet<>();
        context.iterateNames().forEachRemaining(name -> names.add(newName(name)));
        return names.iterator();
    }

    private String newName(String name) {
        return longest(newNames.keySet(), name)
                .map(old -> newNames.get(old) + name.substring(old.length()))
                .orElse(name);
    }

    private List<String> oldNames(String name) {
        return longest(newNames.values(), name).stream()
                .flatMap(now ->
                        newNames.entrySet().stream()
                                .filter(each -> each.getValue().equals(now))
                                .map(each -> each.getKey() + name.substring(now.length())))
                .sorted()
                .toList();
    }

    private static Optional<String> longest(Collection<String> beginnings, String name) {
        return beginnings.stream()
                .filter(name::startsWith)
                .max(Comparator.comparingInt(String::length));
    }

    private static Map<String, String> listed() {
        Map<String, String> renamed = new HashMap<>();
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try {
            for (URL list : Collections.list(loader.getResources(LIST))) {
                renamed.putAll(ConfigSourceUtil.urlToMap(list));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(LIST, e);
        }
        return renamed;
    }
}
