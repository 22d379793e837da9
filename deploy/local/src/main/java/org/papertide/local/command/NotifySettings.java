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
 * Settings of the notify service: those of the environment, and behind them those of a file, as the
 * service itself has them.
 */
final class NotifySettings {

    private static final String KEYS = "papertide.mail.dkim.keys.";
    private static final String KEYS_VARIABLE = "PAPERTIDE_MAIL_DKIM_KEYS__";

    private final Properties file;
    private final Map<String, String> environment;

    private NotifySettings(Properties file, Map<String, String> environment) {
        this.file = file;
        this.environment = Map.copyOf(environment);
    }

    /**
     * @param file of the form of {@code application.properties}
     * @throws RefusedException if it cannot be read
     */
    static NotifySettings read(Optional<Path> file, Map<String, String> environment) {
        Properties properties = new Properties();
        if (file.isPresent()) {
            try (Reader text = Files.newBufferedReader(file.get(), StandardCharsets.UTF_8)) {
                properties.load(text);
            } catch (IOException | IllegalArgumentException e) {
                throw new RefusedException(file.get() + " cannot be read: " + e);
            }
        }
        return new NotifySettings(properties, environment);
    }

    /** The value of a setting; empty where it is not set, or set to nothing. */
    Optional<String> find(String name) {
        String variable = name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
        return Optional.ofNullable(environment.get(variable))
                .or(() -> Optional.ofNullable(file.getProperty(name)))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** The file of the private key of each selector. */
    Map<String, Path> signingKeys() {
        Map<String, Path> keys = new TreeMap<>();
        file.stringPropertyNames().stream()
                .filter(name -> name.startsWith(KEYS))
                .forEach(name ->
                        keys.put(
                                name.substring(KEYS.length()).replace("\"", ""),
                                Path.of(file.getProperty(name).strip())));
        environment.forEach((variable, value) -> {
            if (variable.startsWith(KEYS_VARIABLE) && variable.endsWith("_")) {
                String selector = variable.substring(KEYS_VARIABLE.length(), variable.length() - 1);
                keys.put(selector.toLowerCase(Locale.ROOT), Path.of(value.strip()));
            }
        });
        return keys;
    }
}
