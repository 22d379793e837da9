package org.papertide.local.command;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.papertide.local.data.RefusedException;

/**
 * Settings of the services: those of the environment, and behind them those of a file, as a service
 * itself has them.
 */
final class ServiceSettings {

    private final Properties file;
    private final Map<String, String> environment;

    private ServiceSettings(Properties file, Map<String, String> environment) {
        this.file = file;
        this.environment = Map.copyOf(environment);
    }

    /**
     * @param file of the form of {@code application.properties}
     * @throws RefusedException if it cannot be read
     */
    static ServiceSettings read(Optional<Path> file, Map<String, String> environment) {
        Properties properties = new Properties();
        if (file.isPresent()) {
            try (Reader text = Files.newBufferedReader(file.get(), StandardCharsets.UTF_8)) {
                properties.load(text);
            } catch (IOException | IllegalArgumentException e) {
                throw new RefusedException(file.get() + " cannot be read: " + e);
            }
        }
        return new ServiceSettings(properties, environment);
    }

    /** The value of a setting; empty where it is not set, or set to nothing. */
    Optional<String> find(String name) {
        String variable = name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
        return Optional.ofNullable(environment.get(variable))
                .or(() -> Optional.ofNullable(file.getProperty(name)))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /**
     * The settings under a prefix whose last part is anybody's: of {@code papertide.mail.dkim.keys}
     * those by selector. In the environment {@code PAPERTIDE_MAIL_DKIM_KEYS__S2026_}.
     */
    Map<String, String> under(String prefix) {
        Map<String, String> found = new TreeMap<>();
        String begin = prefix + ".";
        for (String name : file.stringPropertyNames()) {
            if (name.startsWith(begin)) {
                found.put(
                        name.substring(begin.length()).replace("\"", ""),
                        file.getProperty(name).strip());
            }
        }
        String variables = prefix.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT) + "__";
        environment.forEach((variable, value) -> {
            if (variable.startsWith(variables) && variable.endsWith("_")) {
                String name = variable.substring(variables.length(), variable.length() - 1);
                found.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value.strip());
            }
        });
        return found;
    }
}
