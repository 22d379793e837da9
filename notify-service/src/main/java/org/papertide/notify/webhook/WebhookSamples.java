package org.papertide.notify.webhook;

import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Links;
import org.papertide.events.PaperId;
import org.papertide.events.PaperSummary;
import org.papertide.events.Reason;
import org.papertide.notify.message.AlertContent;
import org.papertide.notify.message.DigestContent;
import org.papertide.notify.message.EventComposer;
import org.papertide.notify.message.PaperLine;

/** Events with as little and with as much as there may be, to try templates with. */
final class WebhookSamples {

    private static final Instant AT = Instant.parse("2026-05-04T08:00:00Z");
    private static final int MANY = 60;

    private WebhookSamples() {}

    /** Each by what it is. */
    static Map<String, String> events() {
        EventComposer composer = new EventComposer();
        Map<String, String> events = new LinkedHashMap<>();
        events.put(
                "a breakout of a paper without authors, categories, links and abstract",
                composer.alert(new AlertContent(poor(), 40, 1, AT)).text());
        events.put(
                "a breakout of a paper with all of these",
                composer.alert(new AlertContent(rich(), 40, 3, AT)).text());
        events.put(
                "a digest of a paper without authors, categories, links and abstract",
                composer.digest(digest(List.of(poor()), List.of())).message().text());
        events.put(
                "a digest of papers with all of these",
                composer.digest(digest(List.of(rich()), List.of(rich(), poor()))).message().text());
        events.put(
                "a digest of many papers",
                composer.digest(digest(Collections.nCopies(MANY, rich()), List.of()))
                        .message()
                        .text());
        return events;
    }

    private static DigestContent digest(List<PaperLine> rising, List<PaperLine> top) {
        return new DigestContent(
                DigestContent.Kind.DAILY,
                AT,
                ZoneOffset.UTC,
                DigestContent.places(rising),
                DigestContent.places(top));
    }

    private static PaperLine poor() {
        return new PaperLine(
                summary("Untitled", List.of(), null, List.of(), Links.none()), 1, List.of());
    }

    private static PaperLine rich() {
        URI page = URI.create("https://arxiv.org/abs/2605.00001");
        return new PaperLine(
                summary(
                        "On \"tides\" & <waves> of *attention*",
                        List.of("Ada Ebb", "José Flow"),
                        "We measure how attention rises and falls.",
                        List.of("cs.LG", "stat.ML"),
                        new Links(page, page, page, page, page)),
                61.5,
                List.of(new Reason("UPVOTES", "huggingface", 42, 30, 6.5, 3.25, 1, null)));
    }

    private static PaperSummary summary(
            String title,
            List<String> authors,
            @Nullable String text,
            List<String> categories,
            Links links) {
        return new PaperSummary(
                new PaperId("arxiv:2605.00001"),
                title,
                authors,
                authors.size(),
                text,
                categories,
                categories.isEmpty() ? null : categories.getFirst(),
                links,
                AT,
                AT,
                List.of(),
                null,
                List.of(),
                null);
    }
}
