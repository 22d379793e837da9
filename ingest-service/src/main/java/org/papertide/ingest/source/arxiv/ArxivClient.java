package org.papertide.ingest.source.arxiv;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.papertide.ingest.source.BoundedGunzip;
import org.papertide.ingest.source.ContentPrefix;
import org.papertide.ingest.source.FetchResult;
import org.papertide.ingest.source.ImportLimits;
import org.papertide.ingest.source.Item;
import org.papertide.ingest.source.Sleeper;
import org.papertide.ingest.source.UnreadableListingException;
import org.papertide.ingest.source.UnreadableListingException.Flaw;
import org.papertide.ingest.source.fetch.HttpAnswer;
import org.papertide.ingest.source.fetch.HttpFetcher;

/**
 * Asks arXiv, one request at a time over all its interfaces with a pause in between
 * (info.arxiv.org/help/api/tou.html), and knows its many refusals: 429, {@code Rate exceeded.} with
 * status 200, 406 with an empty body or a good feed in it, 503 with {@code Retry-After}, and errors
 * as feeds.
 */
final class ArxivClient {

    private static final String ACCEPT =
            "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.8";

    /** More than the tag that ends a listing, and the line end behind it. */
    private static final int END_BYTES = 200;

    private static final Pattern WHOLE =
            Pattern.compile("</(?:feed|rss|(?:[\\w.-]{1,40}:)?RDF)\\s*>$");

    private final HttpFetcher web;
    private final Clock clock;
    private final Sleeper pause;
    private final Duration spacing;
    private final ImportLimits limits;
    private final AtomParser atom;
    private final RssParser rss;
    private final ReentrantLock connection = new ReentrantLock();
    private Instant nextRequest = Instant.MIN;

    ArxivClient(
            HttpFetcher web, Clock clock, Sleeper pause, Duration spacing, ImportLimits limits) {
        this.web = web;
        this.clock = clock;
        this.pause = pause;
        this.spacing = spacing;
        this.limits = limits;
        atom = new AtomParser(clock);
        rss = new RssParser(clock);
    }

    /**
     * Asks for a listing, Atom or RSS.
     *
     * @param etag of the last answer, if it should be sent again only if it changed
     */
    ArxivAnswer ask(URI address, @Nullable String etag) throws InterruptedException {
        return switch (send(address, etag)) {
            case HttpAnswer.None(String reason) -> new ArxivAnswer.Unreadable(0, reason);
            case HttpAnswer.Whole answer -> read(answer);
        };
    }

    private HttpAnswer send(URI address, @Nullable String etag) throws InterruptedException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", ACCEPT);
        if (etag != null) {
            headers.put("If-None-Match", etag);
        }
        connection.lockInterruptibly();
        try {
            if (nextRequest.isAfter(clock.instant())) {
                Duration left = Duration.between(clock.instant(), nextRequest);
                // More is left after the clock was set back.
                pause.pause(left.compareTo(spacing) < 0 ? left : spacing);
            }
            return web.get(address, headers);
        } finally {
            nextRequest = clock.instant().plus(spacing);
            connection.unlock();
        }
    }

    private ArxivAnswer read(HttpAnswer.Whole answer) {
        int status = answer.status();
        if (status == 304) {
            return new ArxivAnswer.NotModified();
        }
        byte[] plain;
        try {
            plain = BoundedGunzip.ofAnswer(answer.body(), limits).readAllBytes();
        } catch (UnreadableListingException | IOException e) {
            return new ArxivAnswer.Unreadable(status, "HTTP " + status + ": " + e.getMessage());
        }
        String root = ContentPrefix.of(plain).xmlRoot().orElse("");
        if (root.equals("feed") || root.equals("rss") || root.equals("RDF")) {
            return listing(answer, plain, root.equals("feed"));
        }
        String beginning = ContentPrefix.of(plain).abbreviated();
        boolean rateExceeded = beginning.startsWith("Rate exceeded");
        return switch (status) {
            case 403, 406, 429, 503 -> refused(answer, "HTTP " + status + " " + beginning);
            case 200 ->
                    rateExceeded
                            ? refused(answer, "HTTP 200: " + beginning)
                            : new ArxivAnswer.Unreadable(status, "no feed: '" + beginning + "'");
            default -> new ArxivAnswer.Unreadable(status, "HTTP " + status + " " + beginning);
        };
    }

    private ArxivAnswer listing(HttpAnswer.Whole answer, byte[] plain, boolean isAtom) {
        List<Item> items = new ArrayList<>();
        long[] total = new long[1];
        String flaw = null;
        Consumer<Long> totals = found -> total[0] = found;
        try {
            ByteArrayInputStream in = new ByteArrayInputStream(plain);
            if (isAtom) {
                atom.parse(in, totals, items::add);
            } else {
                rss.parse(in, items::add);
            }
        } catch (UnreadableListingException e) {
            String message = String.valueOf(e.getMessage());
            if (e.flaw() == Flaw.ERROR_ANSWER) {
                return new ArxivAnswer.WrongQuestion(message);
            }
            if (items.isEmpty() && total[0] == 0) {
                return new ArxivAnswer.Unreadable(answer.status(), message);
            }
            flaw = message;
            if (e.flaw() != Flaw.TRUNCATED || isWhole(plain)) {
                // The record that the parser stumbles over counts as read, else it is asked for
                // again and again, and those behind it never come.
                items.add(new Item.Refused("after %d records".formatted(items.size()), message));
            }
        }
        return new ArxivAnswer.Listed(
                List.copyOf(items), total[0], answer.header("ETag").orElse(null), flaw);
    }

    /** Whether the answer came to its end: what is cut off within it is one record's fault. */
    private static boolean isWhole(byte[] plain) {
        String end =
                new String(
                        plain,
                        Math.max(0, plain.length - END_BYTES),
                        Math.min(plain.length, END_BYTES),
                        StandardCharsets.ISO_8859_1);
        return WHOLE.matcher(end.stripTrailing()).find();
    }

    private ArxivAnswer refused(HttpAnswer.Whole answer, String reason) {
        return new ArxivAnswer.Nothing(
                new FetchResult.Refused(answer.retryAfter(clock).orElse(null), reason.strip()));
    }
}
