package org.papertide.notify.message;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What arXiv's categories and archives are called (its taxonomy); those of other archives have only
 * a code.
 */
public final class CategoryNames {

    private static final NavigableMap<String, String> NAMES = read();

    private CategoryNames() {}

    /** "Machine Learning" for {@code cs.LG}, in any case; empty if it is not one of arXiv's. */
    public static Optional<String> find(String code) {
        return Optional.ofNullable(NAMES.get(code));
    }

    /** {@code cs.LG} for {@code CS.lg}; what is not one of arXiv's stays as it is. */
    public static String canonical(String code) {
        String known = NAMES.floorKey(code);
        return known != null && known.equalsIgnoreCase(code) ? known : code;
    }

    /** "Machine Learning (cs.LG)"; the code alone if it has no name. */
    public static String label(String code) {
        return find(code).map(name -> name + " (" + code + ")").orElse(code);
    }

    private static NavigableMap<String, String> read() {
        NavigableMap<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        try (InputStream file = CategoryNames.class.getResourceAsStream("categories.txt")) {
            if (file == null) {
                throw new IllegalStateException("message: no file categories.txt");
            }
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
            lines.lines()
                    .map(line -> line.split(" ", 2))
                    .forEach(parts -> names.put(parts[0], parts[1]));
        } catch (IOException e) {
            throw new UncheckedIOException("message: categories.txt is not readable", e);
        }
        return names;
    }
}
