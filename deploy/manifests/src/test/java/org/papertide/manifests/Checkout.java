package org.papertide.manifests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the checkout. */
final class Checkout {

    static final Path ROOT = Path.of(System.getProperty("papertide.root", "../.."));
    static final Path KUBERNETES = ROOT.resolve("deploy/kubernetes");
    static final Path CHART = KUBERNETES.resolve("papertide");

    private Checkout() {}

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
