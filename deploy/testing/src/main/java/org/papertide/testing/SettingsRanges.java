package org.papertide.testing;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SysPropConfigSource;
import io.smallrye.config.validator.BeanValidationConfigValidatorImpl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Tries the numbers and durations of a service's settings as an operator could mistype them: each
 * has a range, and what is outside of it ends the start with the name of the setting.
 */
public final class SettingsRanges {

    private static final String BELOW = "-1";
    private static final String NEGATIVE = "PT-1S";
    private static final String LONG_AGO = "P-36501D";
    private static final String CENTURIES = "P36501D";

    private final List<Class<?>> mappings;

    private SettingsRanges(List<Class<?>> mappings) {
        this.mappings = mappings;
    }

    /** A number or a duration among the settings, or a list of durations. */
    public record Quantity(String name, Class<?> type) {

        /** Values that nobody means. */
        public List<String> absurd() {
            if (type != Duration.class) {
                return List.of(BELOW, huge());
            }
            return name.equals("papertide.clock.offset")
                    ? List.of(LONG_AGO, CENTURIES)
                    : List.of(NEGATIVE, LONG_AGO, CENTURIES);
        }

        /** Zero, which some mean. */
        public String zero() {
            return type == Duration.class ? "PT0S" : "0";
        }

        private String huge() {
            if (type == short.class) {
                return Short.toString(Short.MAX_VALUE);
            }
            return type == int.class || type == OptionalInt.class
                    ? Integer.toString(Integer.MAX_VALUE)
                    : Long.toString(Long.MAX_VALUE);
        }
    }

    /** The settings of the classes of this service, and of what all services share. */
    public static SettingsRanges ofService() {
        List<Class<?>> found = new ArrayList<>();
        for (JavaClass type :
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("org.papertide")) {
            if (type.isAnnotatedWith(ConfigMapping.class)) {
                found.add(type.reflect());
            }
        }
        return new SettingsRanges(List.copyOf(found));
    }

    /** Every number and duration. */
    public List<Quantity> quantities() {
        List<Quantity> found = new ArrayList<>();
        for (Class<?> mapping : mappings) {
            collect(mapping.getAnnotation(ConfigMapping.class).prefix(), mapping, found);
        }
        return found;
    }

    private static void collect(String prefix, Class<?> group, List<Quantity> found) {
        for (Method method : group.getMethods()) {
            if (method.isDefault() || method.getParameterCount() > 0) {
                continue;
            }
            Class<?> type = method.getReturnType();
            String name = prefix + "." + kebab(method.getName());
            if (method.getGenericReturnType() instanceof ParameterizedType list
                    && list.getRawType() == List.class
                    && list.getActualTypeArguments()[0] == Duration.class) {
                found.add(new Quantity(name, Duration.class));
            } else if (type == int.class
                    || type == long.class
                    || type == short.class
                    || type == OptionalInt.class
                    || type == Duration.class) {
                found.add(new Quantity(name, type));
            } else if (type.isInterface() && type.getName().startsWith("org.papertide.")) {
                collect(name, type, found);
            }
        }
    }

    /**
     * Absurd values that the start takes, or refuses without the setting's name; none, if all is
     * well.
     */
    public List<String> absurdValuesTaken() {
        return quantities().stream()
                .flatMap(each ->
                        each.absurd().stream()
                                .filter(value ->
                                        refusal(Map.of(each.name(), value))
                                                .filter(reason -> reason.contains(each.name()))
                                                .isEmpty())
                                .map(value -> each.name() + "=" + value))
                .toList();
    }

    /** The settings that may be zero. */
    public List<String> zerosTaken() {
        return quantities().stream()
                .filter(each -> refusal(Map.of(each.name(), each.zero())).isEmpty())
                .map(Quantity::name)
                .toList();
    }

    /** What the start says of these settings; empty if it takes them. */
    public Optional<String> refusal(Map<String, String> settings) {
        try {
            var _ = config(settings);
            return Optional.empty();
        } catch (ConfigValidationException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * The service's settings, with these over its own.
     *
     * @throws ConfigValidationException if one is outside of its range
     */
    public SmallRyeConfig config(Map<String, String> settings) {
        SmallRyeConfigBuilder builder =
                new SmallRyeConfigBuilder()
                        .addDefaultInterceptors()
                        .withValidator(new BeanValidationConfigValidatorImpl())
                        .withSources(
                                new PropertiesConfigSource(settings, "operator", 500),
                                new SysPropConfigSource());
        for (String file :
                List.of("META-INF/microprofile-config.properties", "application.properties")) {
            URL own = Thread.currentThread().getContextClassLoader().getResource(file);
            if (own != null) {
                builder.withSources(read(own));
            }
        }
        mappings.forEach(builder::withMapping);
        return builder.withValidateUnknown(false).build();
    }

    private static PropertiesConfigSource read(URL file) {
        try {
            return new PropertiesConfigSource(file, 250);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String kebab(String method) {
        return method.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
