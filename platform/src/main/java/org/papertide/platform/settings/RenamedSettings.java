package org.papertide.platform.settings;

import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.FallbackConfigSourceInterceptor;
import io.smallrye.config.common.utils.ConfigSourceUtil;
import jakarta.annotation.Priority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps old names of settings working. Each jar lists its own in {@code
 * META-INF/renamed-settings.properties}, as {@code old.name=new.name}; every setting whose name
 * begins with the old one is renamed. The use of an old name is logged once. If both names are set,
 * the source of higher priority wins; in the same source the new name does.
 */
@Priority(3_500)
public final class RenamedSettings extends FallbackConfigSourceInterceptor {

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
        Map<String, String> oldNames =
                newNames.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
        super(name -> translate(name, oldNames));
        this.newNames = Map.copyOf(newNames);
    }

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = super.getValue(context, name);
        String old = getMapping().apply(name);
        if (value != null
                && !old.equals(name)
                && !value.equals(context.proceed(name))
                && logged.add(old)) {
            LOG.warnf("A setting has a new name. setting=%s renamed=%s", old, name);
        }
        return value;
    }

    /** The new name of each setting, so that maps find theirs. */
    @Override
    public Iterator<String> iterateNames(ConfigSourceInterceptorContext context) {
        Set<String> names = new HashSet<>();
        context.iterateNames().forEachRemaining(name -> names.add(translate(name, newNames)));
        return names.iterator();
    }

    private static String translate(String name, Map<String, String> names) {
        return names.entrySet().stream()
                .filter(each -> name.startsWith(each.getKey()))
                .map(each -> each.getValue() + name.substring(each.getKey().length()))
                .findFirst()
                .orElse(name);
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
