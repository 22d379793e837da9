package org.papertide.ingest.source.arxiv;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.papertide.ingest.source.ContentPrefix;
import org.papertide.ingest.source.Item;
import org.papertide.ingest.source.ListingBuilder;
import org.papertide.ingest.source.ListingBuilder.DateKind;
import org.papertide.ingest.source.ListingFormat;
import org.papertide.ingest.source.SourceRichness;
import org.papertide.ingest.source.TextLines;
import org.papertide.ingest.source.UnreadableListingException;
import org.papertide.ingest.source.UnreadableListingException.Flaw;
import org.papertide.ingest.source.json.JsonFlaws;
import org.papertide.ingest.source.json.JsonRecord;

/**
 * One JSON object per line: arXiv's own metadata snapshot (kaggle.com/datasets/Cornell-University
 * /arxiv), made from arXivRaw; and daily listings made from the query API, with {@code abs} and
 * {@code pdf} addresses. A broken line is refused alone. More objects on one line are as many
 * records: files that are put together often lack the line end between them.
 */
@Singleton
public final class JsonLinesParser implements ListingFormat {

    private static final int MAX_LINE_BYTES = 8 << 20;

    private final Clock clock;

    public JsonLinesParser(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "arXiv JSON lines";
    }

    @Override
    public boolean recognises(ContentPrefix opening) {
        boolean snapshot =
                Stream.of("submitter", "versions", "update_date", "authors_parsed")
                        .anyMatch(opening::hasField);
        boolean daily = opening.hasField("abs") && opening.text().contains("arxiv.org/abs");
        return opening.text().startsWith("{")
                && !opening.hasField("paper")
                && opening.hasField("id")
                && (snapshot || daily);
    }

    @Override
    public void parse(InputStream in, Consumer<Item> out) {
        TextLines lines = new TextLines(in, MAX_LINE_BYTES);
        for (TextLines.Line line = lines.next(); line != null; line = lines.next()) {
            String where = "line " + line.number();
            switch (line) {
                case TextLines.Line.Text text -> {
                    if (!text.text().isBlank()) {
                        line(text, where, out);
                    }
                }
                case TextLines.Line.NotText _ -> out.accept(new Item.Refused(where, "not UTF-8"));
                case TextLines.Line.TooLong _ ->
                        out.accept(
                                new Item.Refused(
                                        where, "longer than %,d bytes".formatted(MAX_LINE_BYTES)));
            }
        }
    }

    private void line(TextLines.Line.Text line, String place, Consumer<Item> out) {
        String where = place;
        try (JsonParser parser = JsonRecord.parser(line.text())) {
            for (int values = 2; value(parser, where, out); values++) {
                where = place + ", value " + values;
            }
        } catch (IOException e) {
            refuse(line, where, JsonFlaws.of(e), out);
        }
    }

    /** The next value of a line; false if there is none. */
    private boolean value(JsonParser parser, String where, Consumer<Item> out) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_OBJECT) {
            record(JsonRecord.read(parser), where, out);
        } else if (token != null) {
            parser.finishToken();
            parser.skipChildren();
            out.accept(new Item.Refused(where, "no JSON object"));
        }
        return token != null;
    }

    private void record(JsonRecord record, String where, Consumer<Item> out) {
        if (record.oversized()) {
            out.accept(new Item.Refused(where, "larger than a paper may be"));
        } else {
            paper(record, where, out);
        }
    }

    private static void refuse(
            TextLines.Line.Text line,
            String where,
            UnreadableListingException flaw,
            Consumer<Item> out) {
        if (!line.ended() && flaw.flaw() == Flaw.TRUNCATED) {
            throw new UnreadableListingException(
                    Flaw.TRUNCATED, "ends in the middle of " + where, flaw);
        }
        out.accept(new Item.Refused(where, String.valueOf(flaw.getMessage())));
    }

    private void paper(JsonRecord record, String where, Consumer<Item> out) {
        boolean daily = record.has("abs");
        String text = record.text(daily ? "summary" : "abstract");
        String comments = record.text(daily ? "comment" : "comments");
        ListingBuilder draft =
                new ListingBuilder(
                                clock,
                                where,
                                ArxivPapers.SOURCE,
                                daily ? SourceRichness.ATOM : SourceRichness.ARXIV_RAW)
                        .arxivId(record.text("id"))
                        .doi(record.text("doi"))
                        .title(record.text("title"))
                        .abstractText(text)
                        .withdrawn(Withdrawal.isSaid(comments, text));
        if (record.isNumber("id")) {
            out.accept(new Item.Refused(where, JsonRecord.NUMBER_FOR_ID));
            return;
        }
        if (draft.arxivIdentity().isEmpty()) {
            out.accept(new Item.Refused(where, "id: no arXiv id"));
            return;
        }
        categories(record, draft);
        authors(record, draft);
        dates(record, draft);
        ArxivPapers.complete(draft, comments, text);
        draft.finish(out);
    }

    private static void categories(JsonRecord record, ListingBuilder draft) {
        String line = record.text("categories");
        if (line == null) {
            draft.categories(record.texts("categories").toList());
        } else {
            draft.categoryLine(line);
        }
    }

    /**
     * The snapshot has the names also taken apart: last name, first names, suffix, affiliations.
     */
    private static void authors(JsonRecord record, ListingBuilder draft) {
        if (record.has("authors_parsed")) {
            record.rows("authors_parsed")
                    .map(row ->
                            Stream.of(1, 0, 2)
                                    .filter(at -> at < row.length && !row[at].isBlank())
                                    .map(at -> row[at])
                                    .collect(Collectors.joining(" ")))
                    .forEach(draft::author);
            return;
        }
        String line = record.text("authors");
        List<String> names =
                line == null ? record.texts("authors").toList() : AuthorNames.split(line);
        names.forEach(draft::author);
    }

    /** Where others publish the snapshot anew, versions may be their names alone. */
    private static void dates(JsonRecord record, ListingBuilder draft) {
        PaperVersions.of(record.texts("versions").toList(), name -> name)
                .newest()
                .ifPresent(name -> PaperVersions.number(name).ifPresent(draft::version));
        PaperVersions<JsonRecord> versions =
                PaperVersions.of(
                        record.objects("versions").toList(), version -> version.text("version"));
        versions.earliest()
                .ifPresent(first -> draft.date(DateKind.SUBMITTED, first.text("created")));
        versions.newest()
                .ifPresent(newest -> {
                    draft.date(DateKind.UPDATED, newest.text("created"));
                    PaperVersions.number(newest.text("version")).ifPresent(draft::version);
                });
    }
}
