package org.papertide.notify.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.events.ForecastText;
import org.papertide.events.Links;
import org.papertide.events.Order;
import org.papertide.events.PaperSummary;
import org.papertide.events.Reason;
import org.papertide.events.ReasonText;
import org.papertide.text.PaperText;

/**
 * Writes what a mail would say as an event for programs: JSON with {@code type}, {@code timestamp}
 * and {@code data} (Standard Webhooks 1.0), below 20 kB. The same content always gives the same
 * event.
 *
 * <p>Texts are readable ones: LaTeX as Unicode, one line, no invisible signs. What is too much for
 * the size is left out step by step: abstracts, then reasons and links, then the last papers.
 */
public final class EventComposer {

    /** Largest event, in bytes of UTF-8; those who receive webhooks expect less than 20 kB. */
    public static final int MAX_BYTES = 19_000;

    /** The type of a breakout. */
    public static final String BREAKOUT = "paper.breakout";

    /** The type of a daily digest. */
    public static final String DAILY = "digest.daily";

    /** The type of a weekly digest. */
    public static final String WEEKLY = "digest.weekly";

    private static final int AUTHORS = 5;
    private static final int MAX_URL = 500;
    private static final int MAX_REASONS = 4;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** How much of a paper is told. */
    private enum Detail {
        ALL,
        NO_ABSTRACT,
        TITLE
    }

    /** Whether a stored message is an event and no mail. */
    public static boolean isEvent(RenderedMessage message) {
        return message.html().isEmpty();
    }

    /** A breakout. */
    public RenderedMessage alert(AlertContent content) {
        PaperLine line = content.paper();
        RenderedMessage event = alert(content, line, Detail.ALL);
        return fits(event) ? event : alert(content, line, Detail.NO_ABSTRACT);
    }

    private static RenderedMessage alert(AlertContent content, PaperLine line, Detail detail) {
        ObjectNode data = JSON.createObjectNode();
        data.put("level", content.level());
        data.put("bar", content.bar());
        data.set("paper", paper(line, Order.RISING, detail));
        return event(BREAKOUT, content.at(), title(line.paper()) + " is taking off", data);
    }

    /** A digest. */
    public DigestMessage digest(DigestContent content) {
        for (Detail detail : Detail.values()) {
            DigestMessage event = digest(content, Integer.MAX_VALUE, detail);
            if (fits(event.message())) {
                return event;
            }
        }
        for (int most = 40; most > 1; most /= 2) {
            DigestMessage event = digest(content, most, Detail.TITLE);
            if (fits(event.message())) {
                return event;
            }
        }
        return digest(content, 1, Detail.TITLE);
    }

    private static DigestMessage digest(DigestContent content, int most, Detail detail) {
        ObjectNode data = JSON.createObjectNode();
        int rising = Math.min(most, content.rising().size());
        int top = Math.min(most - rising, content.top().size());
        data.set("rising", papers(content.rising().subList(0, rising), Order.RISING, detail));
        data.set("top", papers(content.top().subList(0, top), Order.TOP, detail));
        int late = Math.min(most - rising - top, content.late().size());
        if (late > 0) {
            data.set("late", papers(content.late().subList(0, late), Order.RISING, detail));
        }
        int left = content.all().size() - rising - top - late;
        if (left > 0) {
            data.put("leftOut", left);
        }
        String type =
                switch (content.kind()) {
                    case DAILY, REST_OF_ALERTS -> DAILY;
                    case WEEKLY -> WEEKLY;
                };
        DigestContent.Place first = content.all().getFirst();
        int more = content.all().size() - 1;
        String subject = title(first.paper().paper()) + (more == 0 ? "" : " and " + more + " more");
        return new DigestMessage(event(type, content.asOf(), subject, data), rising + top + late);
    }

    private static ArrayNode papers(List<DigestContent.Place> places, Order order, Detail detail) {
        ArrayNode papers = JSON.createArrayNode();
        places.forEach(
                place -> papers.add(paper(place.paper(), order, detail).put("rank", place.rank())));
        return papers;
    }

    private static boolean fits(RenderedMessage event) {
        return event.text().getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }

    private static RenderedMessage event(
            String type, Instant timestamp, String subject, ObjectNode data) {
        ObjectNode event = JSON.createObjectNode();
        event.put("type", type);
        event.put("timestamp", timestamp.truncatedTo(ChronoUnit.MILLIS).toString());
        String summary = PaperText.cut(subject, RenderedMessage.MAX_SUBJECT);
        data.put("summary", summary);
        event.set("data", data);
        try {
            return new RenderedMessage(summary, JSON.writeValueAsString(event), "");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON is always written", e);
        }
    }

    private static ObjectNode paper(PaperLine line, Order order, Detail detail) {
        PaperSummary paper = line.paper();
        ObjectNode node = JSON.createObjectNode();
        node.put("id", paper.id().value());
        node.put("title", title(paper));
        ArrayNode authors = node.putArray("authors");
        paper.authors().stream()
                .limit(AUTHORS)
                .map(author -> PaperText.cut(PaperText.readable(author), 60))
                .filter(author -> !author.isEmpty())
                .forEach(authors::add);
        node.put("authorCount", Math.max(paper.authorCount(), authors.size()));
        ArrayNode categories = node.putArray("categories");
        paper.categories().forEach(categories::add);
        put(node, "url", url(paper));
        node.put("score", line.score());
        node.put("forecast", ForecastText.of(order, line.score(), line.reasons()));
        if (detail == Detail.TITLE) {
            return node;
        }
        ArrayNode why = node.putArray("why");
        if (line.met() != null) {
            why.add(ThemeText.met(line.met()));
        }
        ReasonText.sentences(line.reasons()).stream().limit(MAX_REASONS).forEach(why::add);
        ArrayNode reasons = node.putArray("reasons");
        line.reasons().stream().limit(MAX_REASONS).forEach(reason -> reasons.add(reason(reason)));
        ObjectNode links = node.putObject("links");
        put(links, "page", bounded(paper.links().page()));
        put(links, "pdf", bounded(paper.links().pdf()));
        put(links, "code", bounded(paper.links().code()));
        put(links, "discussion", bounded(paper.links().discussion()));
        put(links, "project", bounded(paper.links().project()));
        String text = paper.abstractText() == null ? "" : PaperText.readable(paper.abstractText());
        if (detail == Detail.ALL && !text.isEmpty()) {
            node.put("abstract", PaperText.cutAtSentence(text, PaperSummary.MAX_ABSTRACT));
        }
        return node;
    }

    private static ObjectNode reason(Reason reason) {
        ObjectNode node = JSON.createObjectNode();
        node.put("metric", reason.metric());
        put(node, "source", reason.source());
        node.put("count", reason.reading());
        node.put("gain", reason.gain());
        node.put("hours", reason.hours());
        node.put("expected", reason.expected());
        node.put("share", reason.share());
        return node;
    }

    private static void put(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    private static String title(PaperSummary paper) {
        String title = PaperText.cut(PaperText.readable(paper.title()), PaperSummary.MAX_TITLE);
        return title.isEmpty() ? "Untitled" : title;
    }

    private static @Nullable String url(PaperSummary paper) {
        Links links = paper.links();
        URI publisher = PaperView.publisher(paper.id());
        for (@Nullable URI uri :
                new URI[] {links.page(), publisher, links.pdf(), links.discussion()}) {
            String url = bounded(uri);
            if (url != null) {
                return url;
            }
        }
        return null;
    }

    /** In ASCII, since an address may hold signs that turn the reading direction. */
    private static @Nullable String bounded(@Nullable URI uri) {
        if (uri == null) {
            return null;
        }
        String url = uri.toASCIIString();
        return url.length() > MAX_URL ? null : url;
    }
}
