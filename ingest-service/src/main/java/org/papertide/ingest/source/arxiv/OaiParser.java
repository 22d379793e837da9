package org.papertide.ingest.source.arxiv;

import jakarta.inject.Singleton;
import java.io.InputStream;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperId;
import org.papertide.ingest.source.ContentPrefix;
import org.papertide.ingest.source.Item;
import org.papertide.ingest.source.ListingBuilder;
import org.papertide.ingest.source.ListingBuilder.DateKind;
import org.papertide.ingest.source.ListingFormat;
import org.papertide.ingest.source.SourceRichness;
import org.papertide.ingest.source.UnreadableListingException;
import org.papertide.ingest.source.UnreadableListingException.Flaw;
import org.papertide.ingest.source.xml.XmlElement;
import org.papertide.ingest.source.xml.XmlRecords;

/**
 * OAI-PMH 2.0 (openarchives.org/OAI/openarchivesprotocol.html) with arXiv's formats {@code arXiv}
 * and {@code arXivRaw}, and Dublin Core; whole answers, or the records alone.
 */
@Singleton
public final class OaiParser implements ListingFormat {

    private static final Set<String> CONTAINERS =
            Set.of("OAI-PMH", "ListRecords", "GetRecord", "records", "RecordList");
    private static final Set<String> ROOTS =
            Set.of("OAI-PMH", "ListRecords", "GetRecord", "records", "record");

    private final Clock clock;

    public OaiParser(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "arXiv OAI-PMH";
    }

    @Override
    public boolean recognises(ContentPrefix opening) {
        return opening.xmlRoot().filter(ROOTS::contains).isPresent();
    }

    /**
     * {@inheritDoc}
     *
     * @throws UnreadableListingException with {@link Flaw#ERROR_ANSWER} if the answer is an error;
     *     {@code noRecordsMatch} is none, but an empty list
     */
    @Override
    public void parse(InputStream in, Consumer<Item> out) {
        Counter records = new Counter();
        XmlRecords.read(
                in,
                CONTAINERS,
                "record",
                element -> {
                    switch (element.name()) {
                        case "record" -> record(element, records.next(), out);
                        case "error" -> error(element);
                        case "Identify", "ListSets", "ListIdentifiers", "ListMetadataFormats" ->
                                throw new UnreadableListingException(
                                        Flaw.UNKNOWN_FORMAT,
                                        "an answer to " + element.name() + " lists no papers");
                        default -> {
                            // Response date, request, resumption token.
                        }
                    }
                });
    }

    private static void error(XmlElement error) {
        String code = String.valueOf(error.attribute("code"));
        if (!code.equals("noRecordsMatch")) {
            throw new UnreadableListingException(
                    Flaw.ERROR_ANSWER, "OAI-PMH error " + code + ": " + error.text().strip());
        }
    }

    private void record(XmlElement record, int number, Consumer<Item> out) {
        String identifier =
                record.find("header").map(header -> header.textOf("identifier")).orElse(null);
        String where = "record " + number + (identifier == null ? "" : " " + identifier.strip());
        String flaw = record.flaw();
        if (flaw != null) {
            out.accept(new Item.Refused(where, flaw));
            return;
        }
        Optional<XmlElement> metadata =
                record.find("metadata").flatMap(found -> found.children().findFirst());
        if (metadata.isEmpty()) {
            boolean deleted =
                    record.find("header")
                            .map(header -> "deleted".equals(header.attribute("status")))
                            .orElse(false);
            out.accept(
                    deleted
                            ? new Item.LeftOut(where, "deleted at the source: nothing to take")
                            : new Item.Refused(where, "metadata: missing"));
            return;
        }
        XmlElement paper = metadata.get();
        switch (paper.name()) {
            case "arXivRaw" -> raw(paper, where, out);
            case "arXiv" -> plain(paper, where, out);
            case "dc" -> dublinCore(paper, where, identifier, out);
            default ->
                    out.accept(new Item.Refused(where, "metadata: unknown format " + paper.name()));
        }
    }

    private void raw(XmlElement paper, String where, Consumer<Item> out) {
        PaperVersions<XmlElement> versions =
                PaperVersions.of(
                        paper.children("version").toList(),
                        version -> version.attribute("version"));
        ListingBuilder draft = common(paper, where, SourceRichness.ARXIV_RAW);
        versions.earliest()
                .ifPresent(first -> draft.date(DateKind.SUBMITTED, first.textOf("date")));
        versions.newest()
                .ifPresent(newest -> {
                    draft.date(DateKind.UPDATED, newest.textOf("date"));
                    PaperVersions.number(newest.attribute("version")).ifPresent(draft::version);
                });
        String authors = paper.textOf("authors");
        if (authors != null) {
            AuthorNames.split(authors).forEach(draft::author);
        }
        draft.withdrawn(isWithdrawn(paper, versions));
        finish(draft, where, paper, out);
    }

    /** A withdrawn paper's newest version has no source: 0 kB, or type I. */
    private static boolean isWithdrawn(XmlElement paper, PaperVersions<XmlElement> versions) {
        return versions.newest().filter(OaiParser::hasNoSource).isPresent()
                || Withdrawal.isSaid(paper.textOf("comments"), paper.textOf("abstract"));
    }

    private static boolean hasNoSource(XmlElement version) {
        String type = version.textOf("source_type");
        return "0kb".equals(strip(version.textOf("size"))) || (type != null && type.contains("I"));
    }

    private void plain(XmlElement paper, String where, Consumer<Item> out) {
        ListingBuilder draft =
                common(paper, where, SourceRichness.OAI)
                        .withdrawn(
                                Withdrawal.isSaid(
                                        paper.textOf("comments"), paper.textOf("abstract")));
        paper.find("authors").stream()
                .flatMap(authors -> authors.children("author"))
                .forEach(author -> draft.author(fullName(author)));
        created(draft, paper.textOf("created"));
        finish(draft, where, paper, out);
    }

    /** See this package's note on {@code created}. */
    private static void created(ListingBuilder draft, @Nullable String created) {
        draft.date(DateKind.UPDATED, created);
        YearMonth month = draft.arxivIdentity().flatMap(PaperId::month).orElse(null);
        draft.findDate(DateKind.UPDATED)
                .filter(at ->
                        month != null && !YearMonth.from(at.atZone(ZoneOffset.UTC)).isAfter(month))
                .ifPresent(at -> draft.date(DateKind.SUBMITTED, at));
    }

    private void dublinCore(
            XmlElement paper, String where, @Nullable String identifier, Consumer<Item> out) {
        ListingBuilder draft =
                new ListingBuilder(clock, where, ArxivPapers.SOURCE, SourceRichness.DUBLIN_CORE);
        List<String> identifiers =
                new ArrayList<>(paper.children("identifier").map(XmlElement::text).toList());
        if (identifier != null && identifier.contains("arXiv")) {
            identifiers.addFirst(identifier);
        }
        identifiers.stream()
                .filter(id -> id.contains("arXiv") || id.contains("arxiv"))
                .findFirst()
                .ifPresent(draft::arxivId);
        identifiers.stream()
                .filter(id -> id.strip().startsWith("doi:"))
                .findFirst()
                .ifPresent(draft::doi);
        String description = paper.textOf("description");
        draft.title(paper.textOf("title")).abstractText(description);
        paper.children("creator")
                .forEach(name -> draft.author(AuthorNames.uninverted(name.text())));
        List<String> dates = paper.children("date").map(XmlElement::text).sorted().toList();
        if (!dates.isEmpty()) {
            draft.date(DateKind.SUBMITTED, dates.getFirst())
                    .date(DateKind.UPDATED, dates.getLast());
        }
        boolean withdrawn =
                paper.children("description")
                        .anyMatch(text -> Withdrawal.isSaid(text.text(), null));
        draft.withdrawn(withdrawn);
        if (draft.arxivIdentity().isEmpty()) {
            out.accept(new Item.Refused(where, "identifier: no arXiv id"));
            return;
        }
        ArxivPapers.complete(draft, null, description);
        draft.finish(out);
    }

    private ListingBuilder common(XmlElement paper, String where, SourceRichness richness) {
        ListingBuilder draft =
                new ListingBuilder(clock, where, ArxivPapers.SOURCE, richness)
                        .arxivId(paper.textOf("id"))
                        .doi(paper.textOf("doi"))
                        .title(paper.textOf("title"))
                        .abstractText(paper.textOf("abstract"));
        String categories = paper.textOf("categories");
        return categories == null ? draft : draft.categoryLine(categories);
    }

    private static void finish(
            ListingBuilder draft, String where, XmlElement paper, Consumer<Item> out) {
        if (draft.arxivIdentity().isEmpty()) {
            out.accept(new Item.Refused(where, "id: no arXiv id"));
            return;
        }
        ArxivPapers.complete(draft, paper.textOf("comments"), paper.textOf("abstract"));
        draft.finish(out);
    }

    private static String fullName(XmlElement author) {
        return Stream.of("forenames", "keyname", "suffix")
                .map(author::textOf)
                .filter(part -> part != null && !part.isBlank())
                .map(String::valueOf)
                .reduce((first, second) -> first + " " + second)
                .orElse("");
    }

    private static @Nullable String strip(@Nullable String text) {
        return text == null ? null : text.strip();
    }
}
