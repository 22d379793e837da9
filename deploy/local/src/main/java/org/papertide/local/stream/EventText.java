package org.papertide.local.stream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Breakout;
import org.papertide.events.DeadLetter;
import org.papertide.events.Decoded;
import org.papertide.events.DeliveryOutcome;
import org.papertide.events.Embedding;
import org.papertide.events.EventCodec;
import org.papertide.events.ModelVersion;
import org.papertide.events.Paper;
import org.papertide.events.PaperSummary;
import org.papertide.events.PastRankings;
import org.papertide.events.Ranking;
import org.papertide.events.Reason;
import org.papertide.events.ReasonText;
import org.papertide.events.Score;
import org.papertide.events.Signal;
import org.papertide.events.Tick;
import org.papertide.events.Topic;

/** What a record says, in one line for people. */
final class EventText {

    private static final int MAX_TITLE = 100;

    private EventText() {}

    /** The line, with the record's topic and key; not yet fit for a terminal. */
    static String of(Topic topic, ConsumerRecord<byte[], byte[]> taken) {
        return "%s  %s".formatted(key(taken.key()), content(topic, taken));
    }

    /** A record's key as text; {@code -} if it has none. */
    static String key(byte @Nullable [] key) {
        return key == null ? "-" : new String(key, StandardCharsets.UTF_8);
    }

    /** A header as text; empty if it is absent. */
    static String header(ConsumerRecord<byte[], byte[]> taken, String name) {
        Header header = taken.headers().lastHeader(name);
        return header == null || header.value() == null
                ? ""
                : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static String content(Topic topic, ConsumerRecord<byte[], byte[]> taken) {
        byte[] value = taken.value();
        return switch (topic) {
            case PAPERS -> text(EventCodec.PAPER.decode(value));
            case SIGNALS -> text(EventCodec.SIGNAL.decode(value));
            case SCORES -> text(EventCodec.SCORE.decode(value));
            case RANKINGS -> text(EventCodec.RANKING.decode(value));
            case PAST_RANKINGS -> text(EventCodec.PAST_RANKINGS.decode(value));
            case BREAKOUTS -> text(EventCodec.BREAKOUT.decode(value));
            case TICKS -> text(EventCodec.TICK.decode(value));
            case PRIORS -> text(EventCodec.PRIORS.decode(value));
            case EMBEDDINGS -> text(EventCodec.EMBEDDING.decode(value));
            case DELIVERIES -> text(EventCodec.DELIVERY.decode(value));
            case PAPERS_DLQ,
                    SIGNALS_DLQ,
                    SCORES_DLQ,
                    RANKINGS_DLQ,
                    PAST_RANKINGS_DLQ,
                    BREAKOUTS_DLQ,
                    TICKS_DLQ,
                    PRIORS_DLQ,
                    EMBEDDINGS_DLQ,
                    DELIVERIES_DLQ ->
                    letter(taken);
        };
    }

    private static String letter(ConsumerRecord<byte[], byte[]> taken) {
        return DeadLetter.findSettled(taken.value(), taken.headers())
                .map(settled ->
                        "%s was settled: %s".formatted(settled, header(taken, DeadLetter.OUTCOME)))
                .orElseGet(() ->
                        "%s: %s"
                                .formatted(
                                        header(taken, DeadLetter.ORIGIN),
                                        header(taken, DeadLetter.REASON)));
    }

    private static String text(Decoded<?> decoded) {
        return switch (decoded) {
            case Decoded.Event<?>(Object event) -> text(event);
            case Decoded.Tombstone<?>() -> "gone";
            case Decoded.Malformed<?>(String reason, _) -> "cannot be read: " + reason;
        };
    }

    private static String text(Object event) {
        return switch (event) {
            case Paper paper -> paper(paper);
            case Signal signal ->
                    "%s %,d at %s, observed %s"
                            .formatted(
                                    signal.metric(),
                                    signal.value(),
                                    signal.source(),
                                    signal.observedAt());
            case Score score ->
                    "%s  %s%s"
                            .formatted(
                                    number(score.score()),
                                    paper(score.paper()),
                                    reasons(score.reasons()));
            case Breakout breakout ->
                    "%s, will probably end above %s  %s%s"
                            .formatted(
                                    number(breakout.score()),
                                    number(breakout.bar()),
                                    paper(breakout.paper()),
                                    reasons(breakout.reasons()));
            case Ranking ranking -> ranking(ranking);
            case PastRankings past ->
                    "%s at %s, %,d papers"
                            .formatted(
                                    past.category() == null ? "all" : past.category(),
                                    past.at(),
                                    past.papers().size());
            case Tick tick -> tick.at().toString();
            case ModelVersion model ->
                    "version %d, announced %s".formatted(model.version(), model.announcedAt());
            case Embedding embedding ->
                    "%d vectors of text %s"
                            .formatted(embedding.vectors().size(), embedding.textHash());
            case DeliveryOutcome delivery ->
                    "edition %d %s %s%s%s"
                            .formatted(
                                    delivery.edition(),
                                    delivery.kind(),
                                    delivery.outcome(),
                                    delivery.returned() == null ? "" : " as " + delivery.returned(),
                                    delivery.code() == null ? "" : " " + delivery.code());
            default -> event.toString();
        };
    }

    private static String paper(Paper paper) {
        List<String> parts = new ArrayList<>();
        parts.add("revision " + paper.revision());
        parts.add(
                paper.mergedInto() == null
                        ? paper.status().toString()
                        : "merged into " + paper.mergedInto());
        parts.add(title(paper.title()) + categories(paper.categories()));
        return String.join("  ", parts);
    }

    private static String paper(PaperSummary paper) {
        return title(paper.title()) + categories(paper.categories());
    }

    private static String ranking(Ranking ranking) {
        String first =
                ranking.entries().isEmpty()
                        ? "nothing"
                        : "1. " + title(ranking.entries().getFirst().paper().title());
        return "%,d papers as of %s, %s".formatted(ranking.entries().size(), ranking.asOf(), first);
    }

    private static String title(String title) {
        boolean isShort = title.codePointCount(0, title.length()) <= MAX_TITLE;
        return isShort
                ? title
                : title.substring(0, title.offsetByCodePoints(0, MAX_TITLE - 1)) + "…";
    }

    private static String categories(List<String> categories) {
        return categories.isEmpty() ? "" : " (" + String.join(" ", categories) + ")";
    }

    private static String reasons(List<Reason> reasons) {
        List<String> sentences = ReasonText.sentences(reasons);
        return sentences.isEmpty() ? "" : ": " + String.join("; ", sentences);
    }

    private static String number(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
