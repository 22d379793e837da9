package org.papertide.local.stream;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.events.InstantText;
import org.papertide.events.Paper;
import org.papertide.events.ReasonText;
import org.papertide.events.Score;
import org.papertide.events.Topic;

/** What is exported: the topic it is read from, the time of a row, and its columns as CSV. */
public enum ExportKind {
    /** The papers as they are: the newest revision of each. */
    PAPERS(
            Topic.PAPERS,
            "listed announced submitted",
            "id revision version status mergedInto title abstract authors categories primaryCategory"
                    + " submitted announced listed updated source organisation links.page links.pdf"
                    + " links.discussion links.code links.project aliases"),
    /** The scores as they are: the newest of each paper. */
    SCORES(
            Topic.SCORES,
            "observedAt",
            "paper.id paper.title paper.categories paper.listed score observedAt model"
                    + " windows.day.rising windows.day.top windows.week.rising windows.week.top"
                    + " windows.month.rising windows.month.top"),
    /** Every signal that is kept. */
    READINGS(Topic.SIGNALS, "observedAt", "paperId metric source value observedAt");

    private final Topic topic;
    private final String times;
    private final String columns;

    /**
     * @param times the fields that a row's time is taken from: the first that is there
     * @param columns of CSV
     */
    ExportKind(Topic topic, String times, String columns) {
        this.topic = topic;
        this.times = times;
        this.columns = columns;
    }

    Topic topic() {
        return topic;
    }

    /**
     * The columns of CSV: JSON names, with a dot into objects; those of scores have reasons, too.
     */
    List<String> columns() {
        List<String> all = new ArrayList<>(words(columns));
        if (this == SCORES) {
            all.add("reasons");
        }
        return all;
    }

    /**
     * An event of this kind as it stands; empty if it is none, not within the bounds, under the key
     * of another paper, or a revision ahead of the clock.
     *
     * @param clock the services' clock when the record was produced
     */
    Optional<JsonNode> event(String key, byte[] value, Instant clock) {
        Decoded<?> decoded =
                switch (this) {
                    case PAPERS -> EventCodec.PAPER.decode(value, clock, Paper.REVISION_TOLERANCE);
                    case SCORES -> EventCodec.SCORE.decode(value);
                    case READINGS -> EventCodec.SIGNAL.decode(value);
                };
        return decoded instanceof Decoded.Event<?>
                ? EventDocument.value(value).filter(event -> id(event).equals(key))
                : Optional.empty();
    }

    /** The first column is the paper's id. */
    private String id(JsonNode event) {
        return at(event, words(columns).getFirst()).asText();
    }

    private static JsonNode at(JsonNode event, String column) {
        JsonNode node = event;
        for (String name : column.split("\\.", -1)) {
            node = node.path(name);
        }
        return node;
    }

    /** Which of two events of a key counts goes by this number. */
    long revision(JsonNode event) {
        return this == PAPERS ? event.path("revision").asLong() : 0;
    }

    /**
     * Whether an event of a revision counts instead of an earlier one, as for every consumer.
     *
     * @param clock the services' clock when its record was produced
     */
    boolean replaces(long revision, long known, Instant clock) {
        return this != PAPERS || revision >= known || Paper.isAhead(known, clock);
    }

    /** The time of a row: of a paper when it was listed, else announced, else submitted. */
    Optional<Instant> time(JsonNode event) {
        for (String field : words(times)) {
            String text = event.path(field).asText();
            if (!text.isEmpty()) {
                try {
                    return Optional.of(InstantText.parse(text));
                } catch (DateTimeException _) {
                    // The next.
                }
            }
        }
        return Optional.empty();
    }

    /** The cells of a row, in the order of {@link #columns}; lists are joined by semicolons. */
    List<CsvRow.Cell> cells(JsonNode event) {
        List<CsvRow.Cell> cells = new ArrayList<>();
        for (String column : words(columns)) {
            cells.add(CsvRow.Cell.of(at(event, column)));
        }
        if (this == SCORES) {
            cells.add(new CsvRow.Cell(reasons(event), true));
        }
        return cells;
    }

    private static String reasons(JsonNode event) {
        return EventCodec.SCORE.decode(event.toString().getBytes(StandardCharsets.UTF_8))
                        instanceof Decoded.Event<Score>(Score score)
                ? String.join("; ", ReasonText.sentences(score.reasons()))
                : "";
    }

    private static List<String> words(String text) {
        return List.of(text.split(" ", -1));
    }
}
