package org.papertide.testing.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.papertide.testing.Checkout;

/**
 * Holds the log lines of the services and of the local stack to one form: a plain message that ends
 * with a full stop, then {@code key=value} with keys of a fixed vocabulary, texts in quotes. So one
 * query finds a paper, a source or a topic in all logs.
 *
 * <p>What the launcher prints on the terminal is no log: a person reads it once, line by line, so
 * it has the form of any command's output, without keys.
 */
class LogLinesTest {

    private static final List<String> MODULES =
            List.of(
                    "platform",
                    "ingest-service",
                    "ranking-service",
                    "notify-service",
                    "deploy/local");

    /** The vocabulary. A new key is a decision: the same thing has the same key everywhere. */
    private static final Set<String> KEYS =
            Set.of(
                    "at",
                    "attempt",
                    "before",
                    "category",
                    "count",
                    "delivery",
                    "dependency",
                    "directory",
                    "edition",
                    "error",
                    "file",
                    "frequency",
                    "group",
                    "key",
                    "loop",
                    "mail",
                    "offset",
                    "origin",
                    "paper",
                    "partition",
                    "path",
                    "pause",
                    "process",
                    "provider",
                    "rate",
                    "reader",
                    "relay",
                    "renamed",
                    "setting",
                    "source",
                    "state",
                    "status",
                    "store",
                    "subscription",
                    "topic",
                    "until",
                    "version");

    /** Of these, values are sentences. */
    private static final Set<String> QUOTED = Set.of("error", "loop");

    private static final Pattern CALL =
            Pattern.compile(
                    "LOG\\s*\\.(?:trace|debug|info|warn|error|log)f?\\(\\s*(?:[\\w.]+,\\s*)*"
                            + "((?:\"(?:[^\"\\\\]|\\\\.)*\"[\\s+]*)+)");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern LINE =
            Pattern.compile(
                    "(?:[A-Z][^=\"%{]*[.]|%s)((?: [a-z]+=(?:%s|%d|[{][}]|\"%(?:[.]\\d+)?s\"|[A-Z0-9]+))*)");

    /** There are three kinds of models, so a line says which. */
    private static final Pattern SOME_MODEL =
            Pattern.compile("(?i)(?<!\\b(?:trend|text|read) )\\bmodels?\\b");

    private static final Pattern VALUE = Pattern.compile("([a-z]+)=(\\S+)");

    @Test
    void areMessagesWithKeysOfOneVocabulary() throws IOException {
        List<String> wrong = new ArrayList<>();
        int lines = 0;
        for (String module : MODULES) {
            for (Path file : sources(module)) {
                Matcher call = CALL.matcher(Files.readString(file));
                while (call.find()) {
                    lines++;
                    String line = text(call.group(1));
                    if (!isRight(line)) {
                        wrong.add(file.getFileName() + ": " + line);
                    }
                }
            }
        }
        assertThat(lines).isGreaterThan(120);
        assertThat(wrong).isEmpty();
    }

    @Test
    void knowsWrongOnes() {
        assertThat(isRight("A record goes to the dead letters. topic=%s error=\"%s\"")).isTrue();
        assertThat(isRight("A loop works again.")).isTrue();
        assertThat(isRight("A mail cannot be shown. mail={}")).isTrue();
        assertThat(isRight("Mail {} cannot be shown.")).isFalse();
        assertThat(isRight("no capital. topic=%s")).isFalse();
        assertThat(isRight("No full stop")).isFalse();
        assertThat(isRight("Values in %d places.")).isFalse();
        assertThat(isRight("Another key. thing=%s")).isFalse();
        assertThat(isRight("A trend model is announced. version=%d")).isTrue();
        assertThat(isRight("Models are announced.")).isFalse();
        assertThat(isRight("A model is announced. version=%d")).isFalse();
        assertThat(isRight("A sentence without quotes. error=%s")).isFalse();
    }

    private static boolean isRight(String line) {
        Matcher form = LINE.matcher(line);
        if (!form.matches() || SOME_MODEL.matcher(line).find()) {
            return false;
        }
        return VALUE.matcher(form.group(1))
                .results()
                .allMatch(each ->
                        KEYS.contains(each.group(1))
                                && (!QUOTED.contains(each.group(1))
                                        || each.group(2).startsWith("\"")));
    }

    private static String text(String literals) {
        StringBuilder text = new StringBuilder();
        Matcher literal = LITERAL.matcher(literals);
        while (literal.find()) {
            text.append(literal.group(1).replace("\\\"", "\""));
        }
        return text.toString();
    }

    private static List<Path> sources(String module) throws IOException {
        try (Stream<Path> files =
                Files.walk(Checkout.root().resolve(module).resolve("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
