package org.papertide.ingest.source.huggingface;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Metric;
import org.papertide.events.PaperId;
import org.papertide.ingest.source.ContentPrefix;
import org.papertide.ingest.source.Item;
import org.papertide.ingest.source.Listing;
import org.papertide.ingest.source.ListingBuilder;
import org.papertide.ingest.source.ListingFormat;
import org.papertide.ingest.source.SourceRank;
import org.papertide.ingest.source.json.JsonFlaws;
import org.papertide.ingest.source.json.JsonRecord;

/**
 * Reads answers of {@code /api/daily_papers} (huggingface.co/.well-known/openapi.json): an array of
 * entries; also a single entry, entries one after the other, and both inside other objects and
 * arrays, as archivers keep them ({@code {"date": …, "papers": [ … ]}}).
 */
public final class DailyPapersParser implements ListingFormat {

    /** The source's name in papers and readings. */
    static final String SOURCE = "huggingface";

    /** Fields that only an entry has, or the paper in it. */
    private static final Set<String> OF_ENTRIES =
            Set.of("paper", "authors", "upvotes", "numComments", "submittedBy", "discussionId");

    private static final int MAX_WRAPPINGS = 8;

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

    @Override
    public void parse(InputStream in, Consumer<Item> out) {
        try (JsonParser parser = JsonRecord.parser(in)) {
            parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
            Walk walk = new Walk(parser, out);
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                walk.value(0);
            }
        } catch (IOException e) {
            throw JsonFlaws.of(e);
        }
    }

    /** One pass over an input. */
    private final class Walk {
        private final JsonParser parser;
        private final Consumer<Item> out;
        private int entries;

        Walk(JsonParser parser, Consumer<Item> out) {
            this.parser = parser;
            this.out = out;
        }

        /** Takes the value at which the parser stands, to its end. */
        void value(int depth) throws IOException {
            if (depth > MAX_WRAPPINGS) {
                parser.skipChildren();
                return;
            }
            if (parser.currentToken() == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    value(depth + 1);
                }
            } else if (parser.currentToken() == JsonToken.START_OBJECT) {
                object(depth);
            }
        }

        /**
         * An entry, or an object around entries: which one shows at the first field that only
         * entries have, or else at the first that holds more than one value.
         */
        private void object(int depth) throws IOException {
            JsonRecord record = new JsonRecord();
            JsonRecord.Budget budget = new JsonRecord.Budget();
            boolean entry = false;
            boolean wrapping = false;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                entry |= !wrapping && OF_ENTRIES.contains(name);
                if (!entry && value.isStructStart()) {
                    wrapping = true;
                    value(depth + 1);
                } else {
                    record.put(name, parser, budget);
                }
            }
            if (entry || (!wrapping && record.has("title"))) {
                entry(record, out, ++entries);
            }
        }
    }

    private void entry(JsonRecord entry, Consumer<Item> out, int number) {
        String where = "entry " + number;
        if (entry.oversized()) {
            out.accept(new Item.Refused(where, "larger than a paper may be"));
            return;
        }
        JsonRecord paper = entry.object("paper").orElse(entry);
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

    private ListingBuilder draft(JsonRecord entry, JsonRecord paper, String where) {
        ListingBuilder draft =
                new ListingBuilder(clock, where, SOURCE, SourceRank.HUGGING_FACE)
                        .arxivId(paper.text("id"))
                        .title(either(paper, entry, "title"))
                        .abstractText(either(paper, entry, "summary"))
                        .submitted(paper.text("publishedAt"))
                        .listed(paper.text("submittedOnDailyAt"))
                        .organisation(organisation(entry, paper))
                        .authorParticipating(entry.flag("isAuthorParticipating"));
        if (paper.has("withdrawnAt")) {
            draft.withdrawn(true);
        }
        submitter(entry, paper)
                .flatMap(submitter -> submitter.number("followerCount"))
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
                        draft.page("https://arxiv.org/abs/" + id)
                                .pdf("https://arxiv.org/pdf/" + id)
                                .discussion("https://huggingface.co/papers/" + id));
        String repository = withScheme(paper.text("githubRepo"));
        String project = withScheme(paper.text("projectPage"));
        if (repository == null && project != null && isRepository(project)) {
            draft.code(project); // The project page is at times the repository.
            return;
        }
        draft.code(repository).project(project);
    }

    private static @Nullable String organisation(JsonRecord entry, JsonRecord paper) {
        return Stream.of(paper.object("organization"), entry.object("organization"))
                .flatMap(Optional::stream)
                .map(organisation -> either(organisation, organisation, "fullname", "name"))
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
        if (record.isOtherThanNumber(field)) {
            out.accept(new Item.Refused(place, field + ": no whole number within range"));
            return;
        }
        Optional<Long> value = record.number(field);
        if (value.isEmpty()) {
            return;
        }
        try {
            out.accept(new Item.Read(id, metric.name(), value.get(), null, SOURCE));
        } catch (IllegalArgumentException e) {
            out.accept(new Item.Refused(place, field + ": " + e.getMessage()));
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
