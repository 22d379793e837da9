package org.papertide.local.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventJson;
import org.papertide.local.terminal.Shown;

/** A dead letter for a terminal. */
public final class LetterText {

    private static final int MAX_LINE = 400;

    /** A whole value is for {@code --out}. */
    private static final int MAX_VALUE = 20_000;

    private LetterText() {}

    /** In one line: its name, when, its key, what became of it, and why it is here. */
    public static String line(Letter letter) {
        String outcome =
                letter.outcome() == null
                        ? ""
                        : "[%s] ".formatted(letter.outcome().toLowerCase(Locale.ROOT));
        return Shown.text(
                "%-16s %s  %s  %s%s  (from %s, %,d bytes)"
                        .formatted(
                                letter.id(),
                                letter.at().truncatedTo(ChronoUnit.SECONDS),
                                letter.key(),
                                outcome,
                                letter.reason(),
                                letter.origin(),
                                letter.size()),
                MAX_LINE);
    }

    /** As one line of JSON. */
    public static String json(Letter letter) {
        return EventDocument.line(letter.document());
    }

    /** As one line of JSON, with its record. */
    public static String json(Letter letter, ConsumerRecord<byte[], byte[]> taken) {
        ObjectNode document = letter.document();
        document.set("record", EventDocument.node(taken));
        return EventDocument.line(document);
    }

    /** In full: its headers and its value. */
    public static String page(Letter letter, ConsumerRecord<byte[], byte[]> taken) {
        StringBuilder page = new StringBuilder(line(letter)).append('\n');
        for (Header header : taken.headers()) {
            String value =
                    header.value() == null
                            ? "-"
                            : new String(header.value(), StandardCharsets.UTF_8);
            page.append("  ").append(Shown.text(header.key() + ": " + value, 1_200)).append('\n');
        }
        page.append(value(taken.value()));
        return page.toString();
    }

    private static String value(byte @Nullable [] bytes) {
        if (bytes == null) {
            return "  (no value: a tombstone)";
        }
        String text =
                EventDocument.value(bytes)
                        .flatMap(LetterText::indented)
                        .orElseGet(() -> new String(bytes, StandardCharsets.UTF_8));
        List<String> lines = text.lines().toList();
        String shown =
                lines.stream()
                        .map(each -> "  " + Shown.text(each, MAX_VALUE))
                        .collect(Collectors.joining("\n"));
        return shown.length() <= MAX_VALUE
                ? shown
                : shown.substring(0, MAX_VALUE) + "…\n  (all of it: --out FILE)";
    }

    private static Optional<String> indented(JsonNode node) {
        try {
            return Optional.of(
                    EventJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(node));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
