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
import org.papertide.ingest.source.SourceRichness;

/**
 * What is known of a paper, per field with the source that has it. Two facts of one paper are
 * joined field by field:
 *
 * <ol>
 *   <li>What is absent never erases.
 *   <li>A listing of an older version than the newest known only fills gaps. One of a newer version
 *       than the value held replaces it.
 *   <li>Else the richer source wins, and of equally rich ones the later listing.
 * </ol>
 *
 * <p>The version known only rises, and for a given version the winner's richness only rises: no
 * order of repeated listings makes a field go back and forth. Versions and first dates have rules
 * of their own that only move one way: the highest version, the earliest announcement and listing.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record MergedMetadata(
        @JsonProperty("tellings") Map<SourceRichness, SourceMention> mentions,
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
        mentions = Collections.unmodifiableMap(new EnumMap<>(mentions));
    }

    /** What one listing has, at the given time. */
    static MergedMetadata of(Listing listing, Instant at) {
        var by = new Origin(listing.richness(), listing.version());
        return new MergedMetadata(
                Map.of(listing.richness(), new SourceMention(listing.source(), at)),
                new Sourced<>(listing.title(), listing.richness(), listing.version()),
                by.sourced(listing.abstractText()),
                by.sourced(listing.authors().isEmpty() ? null : cut(listing.authors())),
                by.sourced(listing.categories().isEmpty() ? null : listing.categories()),
                by.sourced(listing.primaryCategory()),
                by.links(listing.links().page()),
                by.links(listing.links().pdf()),
                by.links(listing.links().discussion()),
                by.links(listing.links().code()),
                by.links(listing.links().project()),
                by.sourced(listing.submitted()),
                by.sourced(listing.updated()),
                by.sourced(listing.withdrawn()),
                by.sourced(listing.organisation()),
                by.sourced(listing.submitterFollowers()),
                by.sourced(listing.authorParticipating()),
                listing.version(),
                listing.announced(),
                listing.listed());
    }

    /** These facts joined with others of the same paper. */
    MergedMetadata with(MergedMetadata other) {
        var join = new Join(this, other);
        return new MergedMetadata(
                join.mentions(),
                join.present(title, other.title),
                join.of(abstractText, other.abstractText),
                join.of(authors, other.authors),
                join.of(categories, other.categories),
                join.of(primaryCategory, other.primaryCategory),
                join.of(page, other.page),
                join.of(pdf, other.pdf),
                join.of(discussion, other.discussion),
                join.of(code, other.code),
                join.of(project, other.project),
                join.of(submitted, other.submitted),
                join.of(updated, other.updated),
                join.of(withdrawn, other.withdrawn),
                join.of(organisation, other.organisation),
                join.of(submitterFollowers, other.submitterFollowers),
                join.of(authorParticipating, other.authorParticipating),
                join.version(),
                earliest(announced, other.announced),
                earliest(listed, other.listed));
    }

    /** Whether these differ in anything but the times of the mentions. */
    boolean sameAs(MergedMetadata other) {
        return equals(other)
                || (mentions.keySet().equals(other.mentions.keySet())
                        && withMentions(other.mentions).equals(other));
    }

    /** The richest source that lists the paper. */
    String richestSource() {
        return mentions.entrySet().stream()
                .max(Map.Entry.comparingByKey())
                .orElseThrow()
                .getValue()
                .source();
    }

    private MergedMetadata withMentions(Map<SourceRichness, SourceMention> others) {
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

    /** Where values come from. */
    private record Origin(SourceRichness richness, @Nullable Integer version) {

        <T> @Nullable Sourced<T> sourced(@Nullable T value) {
            return value == null ? null : new Sourced<>(value, richness, version);
        }

        @Nullable Sourced<URI> links(@Nullable URI link) {
            return link == null || link.toString().length() > MAX_LINK ? null : sourced(link);
        }
    }

    /** The rules by which two values of a field become one. */
    private record Join(MergedMetadata held, MergedMetadata other) {

        @Nullable Integer version() {
            if (held.version == null || other.version == null) {
                return held.version == null ? other.version : held.version;
            }
            return Math.max(held.version, other.version);
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
            return mentionedAt(other, theirs).isBefore(mentionedAt(held, mine)) ? mine : theirs;
        }

        Map<SourceRichness, SourceMention> mentions() {
            Map<SourceRichness, SourceMention> mentions = new EnumMap<>(held.mentions);
            other.mentions.forEach((richness, mention) ->
                    mentions.merge(
                            richness,
                            mention,
                            (mine, theirs) -> theirs.at().isBefore(mine.at()) ? mine : theirs));
            return mentions;
        }

        private static Instant mentionedAt(MergedMetadata facts, Sourced<?> value) {
            SourceMention mention = facts.mentions.get(value.richness());
            return mention == null ? Instant.MIN : mention.at();
        }
    }
}
