package org.papertide.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Small inputs that went wrong somewhere once, where they lie beside the checkout. A test that
 * reads them is left out where they are not: our own fixtures of the same kinds are enough.
 */
public final class KnownCases {

    private static final String FOLDER = "../shared/data/cases";

    private KnownCases() {}

    /** Whether they are there, for {@code @EnabledIf}. */
    public static boolean arePresent() {
        return Files.isDirectory(Checkout.root().resolve(FOLDER));
    }

    /** The file of a case. */
    public static Path file(String name) {
        return Checkout.root().resolve(FOLDER).resolve(name);
    }

    /** The text of a case. */
    public static String text(String name) {
        try {
            return Files.readString(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows of a table with tabs between its columns, without empty ones and remarks. */
    public static List<List<String>> rows(String name) {
        try (Stream<String> lines = text(name).lines()) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> List.of(line.split("\t", -1)))
                    .toList();
        }
    }
}
