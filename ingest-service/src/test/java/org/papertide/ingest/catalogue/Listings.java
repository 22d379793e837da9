package org.papertide.ingest.catalogue;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Links;
import org.papertide.events.PaperId;
import org.papertide.ingest.source.Listing;
import org.papertide.ingest.source.SourceRichness;

/** Listings for tests, from the fields that matter to them. */
final class Listings {

    private final @Nullable PaperId arxiv;
    private final String title;
    private @Nullable PaperId doi;
    private @Nullable String abstractText;
    private List<String> authors = List.of();
    private List<String> categories = List.of();
    private @Nullable String primaryCategory;
    private Links links = Links.none();
    private @Nullable Integer version;
    private @Nullable Instant listed;
    private @Nullable Boolean withdrawn;
    private SourceRichness richness;

    private Listings(@Nullable PaperId arxiv, String title, SourceRichness richness) {
        this.arxiv = arxiv;
        this.title = title;
        this.richness = richness;
    }

    static Listings titled(String title) {
        return new Listings(null, title, SourceRichness.PAGE);
    }

    static Listings arxiv(String id, String title) {
        return new Listings(PaperId.findArxiv(id).orElseThrow(), title, SourceRichness.ATOM);
    }

    static Listings doi(String doi, String title) {
        return new Listings(null, title, SourceRichness.ATOM).withDoi(doi);
    }

    Listings withDoi(String other) {
        doi = PaperId.findDoi(other).orElseThrow();
        return this;
    }

    Listings withAbstract(String other) {
        abstractText = other;
        return this;
    }

    Listings by(List<String> others) {
        authors = others;
        return this;
    }

    /** The first of them is the primary category. */
    Listings in(String... others) {
        categories = List.of(others);
        primaryCategory = others[0];
        return this;
    }

    /** A primary category alone. */
    Listings withPrimary(String category) {
        primaryCategory = category;
        return this;
    }

    Listings linkedTo(Links others) {
        links = others;
        return this;
    }

    Listings version(int other) {
        version = other;
        return this;
    }

    Listings listed(String other) {
        listed = Instant.parse(other);
        return this;
    }

    Listings withdrawn() {
        withdrawn = true;
        return this;
    }

    Listings from(SourceRichness other) {
        richness = other;
        return this;
    }

    Listing build() {
        return new Listing(
                arxiv,
                doi,
                title,
                abstractText,
                authors,
                categories,
                primaryCategory,
                links,
                null,
                null,
                listed,
                null,
                version,
                withdrawn,
                null,
                null,
                null,
                richness,
                richness.name().toLowerCase(Locale.ROOT));
    }
}
