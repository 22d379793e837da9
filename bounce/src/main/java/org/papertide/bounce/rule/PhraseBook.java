package org.papertide.bounce.rule;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The phrases of one file. A line is a phrase; {@code #} begins a remark; what follows the line
 * {@code --} are examples, for the tests.
 */
public final class PhraseBook {

    /** The line between phrases and examples. */
    private static final String EXAMPLES = "--";

    private final List<String> lines;
    private final Map<String, List<Phrase>> phrases;
    private final List<String> examples;

    private PhraseBook(List<String> lines, List<String> examples) {
        this.lines = List.copyOf(lines);
        this.phrases =
                lines.stream()
                        .flatMap(Phrase::parse)
                        .distinct()
                        .collect(Collectors.groupingBy(Phrase::start));
        this.examples = List.copyOf(examples);
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
            return new PhraseBook(lines.subList(0, end), lines.subList(end + 1, lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    /** Whether one of the phrases is in the words. */
    public boolean isIn(PlainWords words) {
        return candidates(words).anyMatch(phrase -> !phrase.inReply() && phrase.isIn(words));
    }

    /** Whether one of the phrases begins within the first so many characters of the words. */
    public boolean beginsIn(PlainWords words, int most) {
        return candidates(words).anyMatch(phrase -> phrase.beginsIn(words, most));
    }

    /** Whether one of the phrases is in the words, and no word before it denies it. */
    public boolean isAffirmed(PlainWords words) {
        return candidates(words).anyMatch(phrase -> phrase.isAffirmed(words));
    }

    /** The words before the first of the phrases that is in them. */
    public Optional<PlainWords> findBefore(PlainWords words) {
        return findFirst(words)
                .map(place -> PlainWords.of(words.toString().substring(0, place.from())));
    }

    /** The words behind the first of the phrases that is in them. */
    public Optional<PlainWords> findBehind(PlainWords words) {
        return findFirst(words).map(place -> PlainWords.of(words.toString().substring(place.to())));
    }

    /** Whether the words begin with one of the phrases that end with a colon, or are another. */
    public boolean isLabel(PlainWords words) {
        return candidates(words).anyMatch(phrase -> phrase.isLabel(words));
    }

    /** As {@link #isIn}, of the reply of a server, where short phrases count as well. */
    boolean isInReply(PlainWords words) {
        return candidates(words).anyMatch(phrase -> phrase.isIn(words));
    }

    /**
     * Whether one of the phrases is said of somebody; of a sender, or a thing, if of nobody else.
     *
     * @param inReply whether it is the reply of a server, where short phrases count as well
     */
    Phrase.Found findSubject(PlainWords words, boolean inReply) {
        return candidates(words)
                .filter(phrase -> inReply || !phrase.inReply())
                .map(phrase -> phrase.findSubject(words))
                .max(Comparator.naturalOrder())
                .orElse(Phrase.Found.NOT);
    }

    private Optional<Phrase.Place> findFirst(PlainWords words) {
        return candidates(words)
                .flatMap(phrase -> phrase.findFirst(words).stream())
                .min(
                        Comparator.comparingInt(Phrase.Place::from)
                                .thenComparingInt(Phrase.Place::to));
    }

    /** There are many phrases, and few of them begin with a word that a text has. */
    private Stream<Phrase> candidates(PlainWords words) {
        return phrases.entrySet().stream()
                .filter(entry -> words.mayHave(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream());
    }

    /** The lines, as they stand in the file. */
    List<String> lines() {
        return lines;
    }

    List<Phrase> phrases() {
        return phrases.values().stream().flatMap(List::stream).toList();
    }

    List<String> examples() {
        return examples;
    }
}
