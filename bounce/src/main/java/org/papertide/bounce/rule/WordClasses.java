package org.papertide.bounce.rule;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Words that stand for each other: a phrase with {@code {mailbox}} in it is one phrase for each
 * word of that class. What servers say of a mailbox they put in many ways, and most of these ways
 * are a noun of one class and a state of another.
 */
final class WordClasses {

    private static final Map<String, List<String>> CLASSES = read();

    private WordClasses() {}

    /**
     * The phrase with each word of its classes.
     *
     * @throws IllegalArgumentException if there is no such class
     */
    static Stream<String> expand(String phrase) {
        int from = phrase.indexOf('{');
        int to = phrase.indexOf('}', from + 1);
        if (from < 0 || to < 0) {
            return Stream.of(phrase);
        }
        List<String> words = CLASSES.get(phrase.substring(from + 1, to));
        if (words == null) {
            throw new IllegalArgumentException("no class of words for " + phrase);
        }
        return words.stream()
                .flatMap(word ->
                        expand(phrase.substring(to + 1))
                                .map(rest -> phrase.substring(0, from) + word + rest));
    }

    static Stream<String> names() {
        return CLASSES.keySet().stream();
    }

    /** The words of all classes with such names. */
    static Stream<String> ofNames(Predicate<String> names) {
        return CLASSES.entrySet().stream()
                .filter(entry -> names.test(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream());
    }

    /** A line is {@code name = word | word}. */
    private static Map<String, List<String>> read() {
        try (InputStream in = WordClasses.class.getResourceAsStream("classes.txt")) {
            if (in == null) {
                throw new IllegalStateException("no classes of words");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" = ", 2))
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    line -> line[0],
                                    line ->
                                            Stream.of(line[1].split("\\|"))
                                                    .map(String::strip)
                                                    .toList()));
        } catch (IOException e) {
            throw new UncheckedIOException("classes.txt", e);
        }
    }
}
