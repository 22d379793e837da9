package org.papertide.ingest.source;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.ingest.source.arxiv.AtomParser;
import org.papertide.ingest.source.arxiv.JsonLinesParser;
import org.papertide.ingest.source.arxiv.OaiParser;
import org.papertide.ingest.source.arxiv.RssParser;
import org.papertide.ingest.source.huggingface.DailyPapersParser;
import org.papertide.ingest.source.page.PageParser;

/** What an input came to: every item until its end, or until it turned out to be unreadable. */
public final class ParsedListings {

    /** The time of all these tests: after every recorded listing. */
    public static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

    /** The settings' defaults. */
    public static final ImportLimits LIMITS = limits(20L << 30, 100);

    private final List<Item> items = new ArrayList<>();
    private @Nullable String format;
    private @Nullable UnreadableListingException flaw;

    private ParsedListings() {}

    /** All formats, as in the service. */
    public static Formats formats(ImportLimits limits) {
        return new Formats(
                List.of(
                        new AtomParser(CLOCK),
                        new RssParser(CLOCK),
                        new OaiParser(CLOCK),
                        new JsonLinesParser(CLOCK),
                        new DailyPapersParser(CLOCK),
                        new PageParser(CLOCK)),
                limits);
    }

    /**
     * No anonymous class: the framework takes constraints for interceptors, which such have not.
     */
    private record Limits(long maxBytes, int maxExpansion) implements ImportLimits {}

    public static ImportLimits limits(long maxBytes, int maxExpansion) {
        return new Limits(maxBytes, maxExpansion);
    }

    /** Recognises and reads. */
    public static ParsedListings by(InputStream in) {
        return by(in, LIMITS);
    }

    public static ParsedListings by(InputStream in, ImportLimits limits) {
        ParsedListings parsed = new ParsedListings();
        try {
            formats(limits).parse(in, name -> parsed.format = name, parsed.items::add);
        } catch (UnreadableListingException e) {
            parsed.flaw = e;
        }
        return parsed;
    }

    public static ParsedListings by(String text) {
        return by(text.getBytes(StandardCharsets.UTF_8));
    }

    public static ParsedListings by(byte[] bytes) {
        return by(new ByteArrayInputStream(bytes));
    }

    public List<Item> items() {
        return items;
    }

    public @Nullable String format() {
        return format;
    }

    public @Nullable UnreadableListingException flaw() {
        return flaw;
    }

    /** What was the matter with the input; fails if nothing was. */
    public UnreadableListingException.Flaw kind() {
        if (flaw == null) {
            throw new AssertionError("read to its end: " + items);
        }
        return flaw.flaw();
    }

    public List<Listing> listings() {
        return of(Item.Listed.class).stream().map(Item.Listed::listing).toList();
    }

    public List<Item.Observed> signals() {
        return of(Item.Observed.class);
    }

    public List<Item.Refused> refused() {
        return of(Item.Refused.class);
    }

    public List<Item.RefusedSignal> refusedSignals() {
        return of(Item.RefusedSignal.class);
    }

    public List<Item.LeftOut> leftOut() {
        return of(Item.LeftOut.class);
    }

    private <T extends Item> List<T> of(Class<T> kind) {
        return items.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
