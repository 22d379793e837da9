package org.papertide.ingest.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.papertide.ingest.source.Listing;
import org.papertide.ingest.source.SourceRank;

/**
 * What is known of a paper, per field with the source that told it. Two facts of one paper are
 * joined field by field:
 *
 * <ol>
 *   <li>What is absent never erases.
 *   <li>A telling of an older version than the newest known is old news: it only fills gaps. One of
 *       a newer version than the value held replaces it.
 *   <li>Else the richer source wins, and of equally rich ones the later telling.
 * </ol>
 *
 * <p>The version known only rises, and for a given version the winner's richness only rises: no
 * order of repeated tellings makes a field go back and forth. Versions and first dates have rules
 * of their own that only move one way: the highest version, the earliest announcement and listing.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record MergedMetadata(
        Map<SourceRank, SourceMention> tellings,
        Sourced<String> title,
        @JsonProperty("abstract") @Nullable Sourced<String> abstractText,
        @Nullable Sourced<List<String>> authors,
        @Nullable Sourced<List<String>> categories,
        @Nullable Sourced<String> primaryCategory,
        @Nullable Sourced<URI> page,
        @Nullable Sourced<URI> pdf,
        @Nullable Sourced<URI> discussion,
        @Nullable Sourced<URI> code,
        @Nullable Sourced<URI> project,
        @Nullable Sourced<Instant> submitted,
        @Nullable Sourced<Instant> updated,
        @Nullable Sourced<Boolean> withdrawn,
        @Nullable Sourced<String> organisation,
        @Nullable Sourced<Long> submitterFollowers,
        @Nullable Sourced<Boolean> authorParticipating,
        @Nullable Integer version,
        @Nullable Instant announced,
        @Nullable Instant listed) {

    /** All authors' names in UTF-8: so that no paper exceeds its topic's largest record. */
    private static final int MAX_AUTHORS_BYTES = 120_000;

    /** In characters; longer ones are not meant for people. */
    private static final int MAX_LINK = 2_000;

    MergedMetadata {
        tellings = Collections.unmodifiableMap(new EnumMap<>(tellings));
    }

    /** What one listing tells, at the given time. */
    static MergedMetadata of(Listing listing, Instant at) {
        var by = new Teller(listing.richness(), listing.version());
        return new MergedMetadata(
                Map.of(listing.richness(), new SourceMention(listing.source(), at)),
                new Sourced<>(listing.title(), listing.richness(), listing.version()),
                by.tells(listing.abstractText()),
                by.tells(listing.authors().isEmpty() ? null : cut(listing.authors())),
                by.tells(listing.categories().isEmpty() ? null : listing.categories()),
                by.tells(listing.primaryCategory()),
                by.links(listing.links().page()),
                by.links(listing.links().pdf()),
                by.links(listing.links().discussion()),
                by.links(listing.links().code()),
                by.links(listing.links().project()),
                by.tells(listing.submitted()),
                by.tells(listing.updated()),
                by.tells(listing.withdrawn()),
                by.tells(listing.organisation()),
                by.tells(listing.submitterFollowers()),
                by.tells(listing.authorParticipating()),
                listing.version(),
                listing.announced(),
                listing.listed());
    }

    /** These facts joined with others of the same paper. */
    MergedMetadata with(MergedMetadata told) {
        var join = new Join(this, told);
        return new MergedMetadata(
                join.tellings(),
                join.present(title, told.title),
                join.of(abstractText, told.abstractText),
                join.of(authors, told.authors),
                join.of(categories, told.categories),
                join.of(primaryCategory, told.primaryCategory),
                join.of(page, told.page),
                join.of(pdf, told.pdf),
                join.of(discussion, told.discussion),
                join.of(code, told.code),
                join.of(project, told.project),
                join.of(submitted, told.submitted),
                join.of(updated, told.updated),
                join.of(withdrawn, told.withdrawn),
                join.of(organisation, told.organisation),
                join.of(submitterFollowers, told.submitterFollowers),
                join.of(authorParticipating, told.authorParticipating),
                join.version(),
                earliest(announced, told.announced),
                earliest(listed, told.listed));
    }

    /** Whether these differ in anything but the times of the tellings. */
    boolean sameAs(MergedMetadata other) {
        return equals(other)
                || (tellings.keySet().equals(other.tellings.keySet())
                        && withTellings(other.tellings).equals(other));
    }

    /** The richest source that told of the paper. */
    String richestSource() {
        return tellings.entrySet().stream()
                .max(Map.Entry.comparingByKey())
                .orElseThrow()
                .getValue()
                .source();
    }

    private MergedMetadata withTellings(Map<SourceRank, SourceMention> others) {
        return new MergedMetadata(
                others,
                title,
                abstractText,
                authors,
                categories,
                primaryCategory,
                page,
                pdf,
                discussion,
                code,
                project,
                submitted,
                updated,
                withdrawn,
                organisation,
                submitterFollowers,
                authorParticipating,
                version,
                announced,
                listed);
    }

    private static List<String> cut(List<String> authors) {
        int bytes = 0;
        for (int i = 0; i < authors.size(); i++) {
            bytes += authors.get(i).getBytes(StandardCharsets.UTF_8).length + 3;
            if (bytes > MAX_AUTHORS_BYTES) {
                return authors.subList(0, i);
            }
        }
        return authors;
    }

    private static @Nullable Instant earliest(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }

    /** One listing's voice. */
    private record Teller(SourceRank richness, @Nullable Integer version) {

        <T> @Nullable Sourced<T> tells(@Nullable T value) {
            return value == null ? null : new Sourced<>(value, richness, version);
        }

        @Nullable Sourced<URI> links(@Nullable URI link) {
            return link == null || link.toString().length() > MAX_LINK ? null : tells(link);
        }
    }

    /** The rules by which two tellings of a field become one. */
    private record Join(MergedMetadata held, MergedMetadata told) {

        @Nullable Integer version() {
            if (held.version == null || told.version == null) {
                return held.version == null ? told.version : held.version;
            }
            return Math.max(held.version, told.version);
        }

        <T> @Nullable Sourced<T> of(@Nullable Sourced<T> mine, @Nullable Sourced<T> theirs) {
            if (mine == null || theirs == null) {
                return mine == null ? theirs : mine;
            }
            return present(mine, theirs);
        }

        <T> Sourced<T> present(Sourced<T> mine, Sourced<T> theirs) {
            Integer newest = version();
            Integer theirVersion = theirs.version();
            Integer myVersion = mine.version();
            if (theirVersion != null && newest != null && theirVersion < newest) {
                return mine;
            }
            if (theirVersion != null && myVersion != null && theirVersion > myVersion) {
                return theirs;
            }
            int richer = theirs.richness().compareTo(mine.richness());
            if (richer != 0) {
                return richer > 0 ? theirs : mine;
            }
            return toldAt(told, theirs).isBefore(toldAt(held, mine)) ? mine : theirs;
        }

        Map<SourceRank, SourceMention> tellings() {
            Map<SourceRank, SourceMention> tellings = new EnumMap<>(held.tellings);
            told.tellings.forEach((richness, telling) ->
                    tellings.merge(
                            richness,
                            telling,
                            (mine, theirs) -> theirs.at().isBefore(mine.at()) ? mine : theirs));
            return tellings;
        }

        private static Instant toldAt(MergedMetadata facts, Sourced<?> told) {
            SourceMention telling = facts.tellings.get(told.richness());
            return telling == null ? Instant.MIN : telling.at();
        }
    }
}
