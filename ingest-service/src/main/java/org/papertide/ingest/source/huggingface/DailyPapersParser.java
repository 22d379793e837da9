package org.papertide.ingest.source.huggingface;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Metric;
import org.papertide.events.PaperId;
import org.papertide.ingest.source.ContentPrefix;
import org.papertide.ingest.source.Item;
import org.papertide.ingest.source.Listing;
import org.papertide.ingest.source.ListingBuilder;
import org.papertide.ingest.source.ListingBuilder.DateKind;
import org.papertide.ingest.source.ListingBuilder.LinkKind;
import org.papertide.ingest.source.ListingFormat;
import org.papertide.ingest.source.SingleLineText;
import org.papertide.ingest.source.SourceRichness;
import org.papertide.ingest.source.UnreadableListingException;
import org.papertide.ingest.source.UnreadableListingException.Flaw;
import org.papertide.ingest.source.json.JsonFlaws;
import org.papertide.ingest.source.json.JsonRecord;
import org.papertide.ingest.source.json.JsonText;

/**
 * Reads answers of {@code /api/daily_papers} (huggingface.co/.well-known/openapi.json): an array of
 * entries; also a single entry, entries one after the other, and both inside other objects and
 * arrays, as archivers keep them ({@code {"date": …, "papers": [ … ]}}).
 */
@Singleton
public final class DailyPapersParser implements ListingFormat {

    /** The source's name in papers and signals. */
    static final String SOURCE = "huggingface";

    /** Fields that only an entry has, or the paper in it. */
    private static final Set<String> OF_ENTRIES =
            Set.of("paper", "authors", "upvotes", "numComments", "submittedBy", "discussionId");

    private static final int MAX_WRAPPINGS = 8;

    /** Entries of one list begin alike; behind a broken one the next is found by its beginning. */
    private static final int MAX_FIRST_FIELDS = 20;

    /** More broken entries than this, one after the other, are an attack, or no listing. */
    private static final int MAX_BROKEN = 1_000;

    /** Of a text that is no id, in the reason for a refusal. */
    private static final int MAX_SHOWN = 40;

    private static final Pattern ARXIV_ID =
            Pattern.compile("\"id\"\\s*:\\s*\"(\\d{4}\\.\\d{4,5})\"");

    private final Clock clock;

    public DailyPapersParser(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "Hugging Face daily papers";
    }

    @Override
    public boolean recognises(ContentPrefix opening) {
        if (opening.text().matches("\\[\\s*]\\s*")) {
            return true; // What it answers for a weekend.
        }
        return opening.isJson()
                && Stream.of("paper", "upvotes", "discussionId").anyMatch(opening::hasField);
    }

    /**
     * {@inheritDoc}
     *
     * @throws UnreadableListingException if the input ends early, or is no JSON at all
     */
    @Override
    public void parse(InputStream in, Consumer<Item> out) {
        try {
            new Walk(JsonText.of(in), out).readAll();
        } catch (IOException e) {
            throw new UncheckedIOException("reading JSON", e);
        }
    }

    /** One pass over an input. */
    private final class Walk {
        private final JsonText text;
        private final Consumer<Item> out;
        private final Set<String> firstFields = new HashSet<>();
        private JsonParser parser;
        private boolean restarted;
        private int entries;
        private int read;
        private int broken;

        /** Where the object begins that is not read to its end; else where the last one ended. */
        private long place;

        private boolean open;

        /** Whether the object that is open has a field that only entries have. */
        private boolean inEntry;

        /** How deep entries are in arrays and objects, once there was one. */
        private int entryDepth = -1;

        /** The first field of the object that is open. */
        private @Nullable String firstField;

        Walk(JsonText text, Consumer<Item> out) throws IOException {
            this.text = text;
            this.out = out;
            this.parser = JsonRecord.parser(text);
        }

        void readAll() throws IOException {
            while (true) {
                try {
                    while (parser.nextToken() != null) {
                        value(0);
                    }
                    return;
                } catch (JsonProcessingException e) {
                    if (!skipBroken(e)) {
                        return;
                    }
                }
            }
        }

        /**
         * Reports what is broken and goes on at the next entry, which begins with the same field as
         * those before.
         *
         * @return whether there is one
         * @throws UnreadableListingException if the input as a whole is unreadable
         */
        private boolean skipBroken(JsonProcessingException e) throws IOException {
            UnreadableListingException why = JsonFlaws.of(e, !restarted);
            if (++broken > MAX_BROKEN) {
                throw new UnreadableListingException(
                        Flaw.HOSTILE,
                        "more than %,d broken entries in a row".formatted(MAX_BROKEN));
            }
            Set<String> first = new HashSet<>(firstFields);
            if (first.isEmpty()) {
                first.add("paper");
                Optional.ofNullable(firstField).ifPresent(first::add);
            }
            String beginning = open ? text.beginning(place) : "";
            boolean next = text.skipToObject(open ? place + 1 : place, first);
            boolean fatal = why.flaw() == Flaw.TRUNCATED || why.flaw() == Flaw.HOSTILE;
            // One entry that is broken, be it the last: there is no other behind it.
            boolean ofEntry = open && inEntry && why.flaw() != Flaw.TRUNCATED;
            if (!next && !ofEntry && (read == 0 || fatal)) {
                throw why;
            }
            // The brackets around all entries close, of which the new parser has seen one.
            boolean end =
                    restarted
                            && !open
                            && e.getOriginalMessage().startsWith("Unexpected close marker");
            if (!end) {
                long read = Math.min(placeOfFailure(e), next ? text.placeOf(1) : Long.MAX_VALUE);
                String where = "entry " + ++entries + identity(beginning, read - place);
                out.accept(new Item.Refused(where, String.valueOf(why.getMessage())));
            }
            if (next) {
                parser = JsonRecord.parser(text);
                restarted = true;
                open = false;
                place = text.placeOf(1);
            }
            return next;
        }

        private long placeOfFailure(JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            return at == null || at.getCharOffset() < 0
                    ? Long.MAX_VALUE
                    : text.placeOf(at.getCharOffset());
        }

        /**
         * The id in what was read of an entry.
         *
         * @param length where the entry broke or the next one begins: an id behind is another's
         */
        private static String identity(String beginning, long length) {
            Matcher id =
                    ARXIV_ID.matcher(beginning)
                            .region(0, Math.clamp(length, 0, beginning.length()));
            return id.find() ? " (arxiv:" + id.group(1) + ")" : "";
        }

        /** Takes the value at which the parser stands, to its end. */
        void value(int depth) throws IOException {
            if (depth > MAX_WRAPPINGS) {
                parser.skipChildren();
                return;
            }
            int before = entries;
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                object(depth);
                return;
            }
            if (parser.currentToken() == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    value(depth + 1);
                }
            }
            refuseUnlessRead(depth, before);
        }

        /** Between entries everything is one, or says why it is none. */
        private void refuseUnlessRead(int depth, int before) {
            if (depth == entryDepth && entries == before) {
                out.accept(new Item.Refused("entry " + ++entries, "no paper in it"));
            }
        }

        /**
         * An entry, or an object around entries: which one shows at the first field that only
         * entries have, or else at the first that holds more than one value.
         */
        private void object(int depth) throws IOException {
            place = text.placeOf(parser.currentTokenLocation().getCharOffset());
            text.keepFrom(place);
            open = true;
            inEntry = false;
            firstField = null;
            String first = null;
            JsonRecord record = new JsonRecord();
            JsonRecord.Budget budget = new JsonRecord.Budget();
            boolean entry = false;
            boolean wrapping = false;
            int before = entries;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (first == null) {
                    first = name;
                    firstField = name;
                }
                JsonToken value = parser.nextToken();
                entry |= !wrapping && OF_ENTRIES.contains(name);
                inEntry = entry;
                if (!entry && value.isStructStart()) {
                    wrapping = true;
                    value(depth + 1);
                } else {
                    record.put(name, parser, budget);
                }
            }
            place = text.placeOf(parser.currentLocation().getCharOffset());
            text.keepFrom(place);
            open = false;
            if (entry || (!wrapping && record.has("title"))) {
                if (firstFields.size() < MAX_FIRST_FIELDS) {
                    firstFields.add(String.valueOf(first));
                }
                broken = 0;
                read++;
                entry(record, out, ++entries);
                entryDepth = depth;
            } else {
                refuseUnlessRead(depth, before);
            }
        }
    }

    private void entry(JsonRecord entry, Consumer<Item> out, int number) {
        String where = "entry " + number;
        if (entry.oversized()) {
            out.accept(new Item.Refused(where, "larger than a paper may be"));
            return;
        }
        Optional<JsonRecord> within = entry.object("paper");
        if (within.isEmpty() && entry.isThere("paper")) {
            out.accept(new Item.Refused(where, "paper: no object"));
            return;
        }
        JsonRecord paper = within.orElse(entry);
        String flaw = flawOfId(paper);
        if (flaw != null) {
            out.accept(new Item.Refused(where, flaw));
            return;
        }
        ListingBuilder draft = draft(entry, paper, where);
        String place = draft.place();
        draft.finish(out)
                .map(Listing::id)
                .ifPresent(id -> {
                    read(paper, "upvotes", Metric.UPVOTES, id, place, out);
                    read(entry, "numComments", Metric.COMMENTS, id, place, out);
                    read(paper, "githubStars", Metric.GITHUB_STARS, id, place, out);
                });
    }

    /** Each paper there has its arXiv id; without it, it would become another paper. */
    private static @Nullable String flawOfId(JsonRecord paper) {
        if (paper.isNumber("id")) {
            return JsonRecord.NUMBER_FOR_ID;
        }
        String named = paper.text("id");
        if (named == null) {
            return "id: no text";
        }
        if (PaperId.findArxiv(named).isEmpty()) {
            String id = SingleLineText.of(named);
            String shown = id.length() <= MAX_SHOWN ? id : id.substring(0, MAX_SHOWN) + "…";
            return "id: '" + shown + "' is no arXiv id";
        }
        return null;
    }

    private ListingBuilder draft(JsonRecord entry, JsonRecord paper, String where) {
        ListingBuilder draft =
                new ListingBuilder(clock, where, SOURCE, SourceRichness.HUGGING_FACE)
                        .arxivId(paper.text("id"))
                        .title(either(paper, entry, "title"))
                        .abstractText(either(paper, entry, "summary"))
                        .date(DateKind.SUBMITTED, paper.text("publishedAt"))
                        .date(DateKind.LISTED, paper.text("submittedOnDailyAt"))
                        .organisation(organisation(entry, paper))
                        .authorParticipating(entry.flag("isAuthorParticipating"))
                        .withdrawnAt(paper.text("withdrawnAt"));
        submitter(entry, paper)
                .flatMap(submitter -> submitter.wholeNumber("followerCount"))
                .ifPresent(draft::submitterFollowers);
        paper.objects("authors")
                .filter(author -> !Boolean.TRUE.equals(author.flag("hidden")))
                .forEach(author -> draft.author(author.text("name")));
        links(paper, draft);
        return draft;
    }

    private static void links(JsonRecord paper, ListingBuilder draft) {
        draft.arxivIdentity()
                .map(PaperId::name)
                .ifPresent(id ->
                        draft.link(LinkKind.PAGE, "https://arxiv.org/abs/" + id)
                                .link(LinkKind.PDF, "https://arxiv.org/pdf/" + id)
                                .link(LinkKind.DISCUSSION, "https://huggingface.co/papers/" + id));
        String repository = withScheme(paper.text("githubRepo"));
        String project = withScheme(paper.text("projectPage"));
        if (repository == null && project != null && isRepository(project)) {
            draft.link(LinkKind.CODE, project); // The project page is at times the repository.
            return;
        }
        draft.link(LinkKind.CODE, repository).link(LinkKind.PROJECT, project);
    }

    private static @Nullable String organisation(JsonRecord entry, JsonRecord paper) {
        return Stream.of(paper.object("organization"), entry.object("organization"))
                .flatMap(Optional::stream)
                .<String>mapMulti((organisation, out) -> {
                    String name = either(organisation, organisation, "fullname", "name");
                    if (name != null) {
                        out.accept(name);
                    }
                })
                .findFirst()
                .orElse(null);
    }

    /** Whoever put the paper on the list; the paper's own field is the newer one. */
    private static Optional<JsonRecord> submitter(JsonRecord entry, JsonRecord paper) {
        return paper.object("submittedOnDailyBy")
                .filter(submitter -> submitter.has("followerCount"))
                .or(() -> entry.object("submittedBy"));
    }

    private static void read(
            JsonRecord record,
            String field,
            Metric metric,
            PaperId id,
            String place,
            Consumer<Item> out) {
        if (record.isOtherThanWholeNumber(field)) {
            out.accept(new Item.RefusedSignal(place, field + ": no whole number within range"));
            return;
        }
        Optional<Long> value = record.wholeNumber(field);
        if (value.isEmpty()) {
            return;
        }
        try {
            out.accept(new Item.Observed(id, metric.name(), value.get(), null, SOURCE));
        } catch (IllegalArgumentException e) {
            out.accept(new Item.RefusedSignal(place, field + ": " + e.getMessage()));
        }
    }

    private static @Nullable String either(JsonRecord first, JsonRecord second, String field) {
        return either(first, second, field, field);
    }

    private static @Nullable String either(
            JsonRecord first, JsonRecord second, String field, String other) {
        String text = first.text(field);
        return text == null || text.isBlank() ? second.text(other) : text;
    }

    private static @Nullable String withScheme(@Nullable String address) {
        return address == null || address.isBlank() || address.contains("://")
                ? address
                : "https://" + address.strip();
    }

    private static boolean isRepository(String address) {
        return address.toLowerCase(Locale.ROOT)
                .matches("https?://(www\\.)?(github|gitlab)\\.com/[\\w.-]+/[\\w.-]+/?");
    }
}
