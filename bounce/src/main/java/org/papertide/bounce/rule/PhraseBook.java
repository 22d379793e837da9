package org.papertide.bounce.rule;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The phrases of one file. A line is a phrase; {@code #} begins a remark; what follows the line
 * {@code --} are examples, for the tests.
 */
public final class PhraseBook {

    /** The line between phrases and examples. */
    private static final String EXAMPLES = "--";

    private final List<Phrase> phrases;
    private final List<String> examples;

    private PhraseBook(List<Phrase> phrases, List<String> examples) {
        this.phrases = phrases;
        this.examples = examples;
    }

    /**
     * Reads a file beside this class.
     *
     * @throws IllegalStateException if there is none
     */
    public static PhraseBook read(String file) {
        try (InputStream in = PhraseBook.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("no phrases in " + file);
            }
            List<String> lines =
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .toList();
            int end = lines.indexOf(EXAMPLES);
            return new PhraseBook(
                    lines.subList(0, end).stream().map(Phrase::parse).toList(),
                    lines.subList(end + 1, lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    /** Whether one of the phrases is in the words, which {@link PlainWords} made. */
    public boolean isIn(String words) {
        return phrases.stream().anyMatch(phrase -> !phrase.inReply() && phrase.isIn(words));
    }

    /** As {@link #isIn}, of the reply of a server, where short phrases count as well. */
    boolean isInReply(String words) {
        return phrases.stream().anyMatch(phrase -> phrase.isIn(words));
    }

    List<Phrase> phrases() {
        return phrases;
    }

    List<String> examples() {
        return examples;
    }
}
