package org.papertide.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a paper, a fact by key: the newest revision replaces the others. Value of
 * {@code papers.v1}.
 *
 * <p>What is absent is not known; an empty list likewise. Lengths are cut in ingest, not here.
 *
 * @param id identity and key
 * @param revision rises with each published change, by one or more; a consumer ignores a lower one
 * @param version the source's version of the paper, from 1 (arXiv's vN)
 * @param title in one line
 * @param abstractText the abstract ({@code abstract} on the wire)
 * @param authors in the paper's order
 * @param categories all categories, the primary one first (arXiv's names, such as {@code cs.LG})
 * @param primaryCategory the category under which it was submitted
 * @param links where to read it
 * @param submitted when its first version was submitted
 * @param announced when its archive announced it
 * @param listed when a curated list (Hugging Face daily) first had it, else as {@code announced},
 *     else {@code submitted}, else the beginning of the month that its arXiv id names, else when
 *     Papertide first saw it
 * @param updated when its newest version was submitted
 * @param status listed, withdrawn or merged
 * @param mergedInto the identity it is known under now; present exactly if {@code status} is MERGED
 * @param aliases other identities it answers to
 * @param source the richest source that listed it, such as {@code arxiv} or {@code huggingface}
 * @param organisation who made it
 * @param codeUrl the repository of its code, as {@code links.code}
 * @param submitterFollowers followers of whoever put it on the list
 * @param authorParticipating whether an author takes part in the discussion
 */
public record Paper(
        PaperId id,
        long revision,
        @Nullable Integer version,
        String title,
        @JsonProperty("abstract") @Nullable String abstractText,
        List<String> authors,
        List<String> categories,
        @Nullable String primaryCategory,
        Links links,
        @Nullable Instant submitted,
        @Nullable Instant announced,
        @Nullable Instant listed,
        @Nullable Instant updated,
        PaperStatus status,
        @Nullable PaperId mergedInto,
        List<PaperId> aliases,
        String source,
        @Nullable String organisation,
        @Nullable String codeUrl,
        @Nullable Long submitterFollowers,
        @Nullable Boolean authorParticipating) {

    /**
     * How far a revision may be ahead of the clock. One that is further ahead would hide all that
     * comes later of the paper.
     */
    public static final Duration REVISION_TOLERANCE = Duration.ofMinutes(10);

    /**
     * How far ahead of the clock a known revision still counts. It is less than the tolerance:
     * behind one that counts there is always room for the next.
     */
    public static final Duration REVISION_AHEAD = REVISION_TOLERANCE.dividedBy(2);

    public Paper {
        Require.present("id", id);
        Require.between("revision", revision, 1, Bounds.MAX_COUNT);
        if (version != null) {
            Require.between("version", version, 1, Bounds.MAX_VERSION);
        }
        Require.text("title", title, Bounds.MAX_TITLE);
        Require.optionalText("abstract", abstractText, Bounds.MAX_ABSTRACT);
        authors = Require.texts("authors", authors, Bounds.MAX_AUTHORS, Bounds.MAX_NAME);
        categories = Require.categories("categories", categories, Bounds.MAX_CATEGORIES);
        Require.optionalCategory("primaryCategory", primaryCategory);
        Require.present("links", links);
        Require.optionalInstant("submitted", submitted);
        Require.optionalInstant("announced", announced);
        Require.optionalInstant("listed", listed);
        Require.optionalInstant("updated", updated);
        Require.present("status", status);
        aliases = Require.list("aliases", aliases, Bounds.MAX_ALIASES);
        Require.word("source", source);
        Require.optionalText("organisation", organisation, Bounds.MAX_NAME);
        Require.optionalText("codeUrl", codeUrl, Bounds.MAX_ADDRESS);
        if (submitterFollowers != null) {
            Require.count("submitterFollowers", submitterFollowers);
        }
        if ((status == PaperStatus.MERGED) != (mergedInto != null)) {
            throw new IllegalArgumentException("mergedInto: present exactly if status is MERGED");
        }
    }

    /**
     * Whether it replaces what is known. A lower revision does not, unless the known one is so far
     * ahead of the clock that a wrong clock or a mistake made it.
     *
     * @param known the revision that is known
     * @param clock the services' clock when the record of this paper was produced
     */
    public boolean replaces(long known, Instant clock) {
        return revision >= known || isAhead(known, clock);
    }

    /** Whether a revision is so far ahead of the clock that the next may be lower. */
    public static boolean isAhead(long revision, Instant clock) {
        return revision > clock.plus(REVISION_AHEAD).getEpochSecond();
    }
}
