package org.papertide.notify.signup;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.papertide.platform.hashing.Sha256;

/**
 * The words that a subscriber agrees to: those of the form and of the opt-in mail. Their version is
 * made of the templates themselves, so that no change of the words goes without one; which words a
 * version had, the history of the sources shows.
 */
final class ConsentWording {

    private static final List<String> TEMPLATES =
            List.of(
                    "templates/site/subscribe.html",
                    "templates/mail/confirm.txt",
                    "templates/mail/confirm.html");

    private static final int DIGITS = 12;

    private ConsentWording() {}

    /** The first digits of the SHA-256 of the templates, one after another. */
    static String version() {
        ByteArrayOutputStream words = new ByteArrayOutputStream();
        for (String template : TEMPLATES) {
            try (InputStream in =
                    ConsentWording.class.getClassLoader().getResourceAsStream(template)) {
                if (in == null) {
                    throw new IllegalStateException("no template " + template);
                }
                in.transferTo(words);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Sha256.hex(words.toByteArray()).substring(0, DIGITS);
    }
}
