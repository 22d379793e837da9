package org.papertide.ingest.catalogue;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Links;
import org.papertide.events.PaperId;
import org.papertide.ingest.source.Listing;
import org.papertide.ingest.source.SourceRank;

/** Listings for tests, from the fields that matter to them. */
record Listings(
        @Nullable String arxiv,
        @Nullable String doi,
        String title,
        @Nullable String abstractText,
        List<String> categories,
        @Nullable Integer version,
        @Nullable Instant listed,
        SourceRank richness) {

    static Listings titled(String title) {
        return new Listings(null, null, title, null, List.of(), null, null, SourceRank.PAGE);
    }

    static Listings arxiv(String id, String title) {
        return new Listings(id, null, title, null, List.of(), null, null, SourceRank.ATOM);
    }

    static Listings doi(String doi, String title) {
        return new Listings(null, doi, title, null, List.of(), null, null, SourceRank.ATOM);
    }

    Listings withDoi(String other) {
        return new Listings(
                arxiv, other, title, abstractText, categories, version, listed, richness);
    }

    Listings withAbstract(String other) {
        return new Listings(arxiv, doi, title, other, categories, version, listed, richness);
    }

    Listings in(String... others) {
        return new Listings(
                arxiv, doi, title, abstractText, List.of(others), version, listed, richness);
    }

    Listings version(int other) {
        return new Listings(arxiv, doi, title, abstractText, categories, other, listed, richness);
    }

    Listings listed(String other) {
        return new Listings(
                arxiv,
                doi,
                title,
                abstractText,
                categories,
                version,
                Instant.parse(other),
                richness);
    }

    Listings from(SourceRank other) {
        return new Listings(arxiv, doi, title, abstractText, categories, version, listed, other);
    }

    Listing build() {
        return new Listing(
                arxiv == null ? null : PaperId.findArxiv(arxiv).orElseThrow(),
                doi == null ? null : PaperId.findDoi(doi).orElseThrow(),
                title,
                abstractText,
                List.of(),
                categories,
                categories.isEmpty() ? null : categories.getFirst(),
                Links.none(),
                null,
                null,
                listed,
                null,
                version,
                null,
                null,
                null,
                null,
                richness,
                richness.name().toLowerCase(java.util.Locale.ROOT));
    }
}
