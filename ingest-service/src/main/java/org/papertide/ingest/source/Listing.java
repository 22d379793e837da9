package org.papertide.ingest.source;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Bounds;
import org.papertide.events.Links;
import org.papertide.events.PaperId;

/**
 * A paper as one source lists it: text in one line, already cleaned and within its limits. All but
 * the title may be absent; what is absent is not known and erases nothing.
 *
 * @param arxivId its arXiv identity
 * @param doi its DOI as an identity; never arXiv's own DOI, which is {@code arxivId}
 * @param title up to {@value #MAX_TITLE} characters; markup in it is text
 * @param abstractText up to {@value #MAX_ABSTRACT} characters
 * @param authors in the paper's order
 * @param categories in the source's order, the primary one first if it is known
 * @param primaryCategory the category under which it was submitted
 * @param links where to read it
 * @param submitted when its first version was submitted
 * @param announced when its archive announced it
 * @param listed when a curated list first had it
 * @param updated when its newest version was submitted
 * @param version the source's version, from 1
 * @param withdrawn whether its authors or archive took it back; absent: this source does not say
 * @param organisation who made it
 * @param submitterFollowers followers of whoever put it on the list, 0 or more
 * @param authorParticipating whether an author takes part in the discussion
 * @param richness how much the form it came in knows
 * @param source the source's name, such as {@code arxiv}
 */
public record Listing(
        @Nullable PaperId arxivId,
        @Nullable PaperId doi,
        String title,
        @Nullable String abstractText,
        List<String> authors,
        List<String> categories,
        @Nullable String primaryCategory,
        Links links,
        @Nullable Instant submitted,
        @Nullable Instant announced,
        @Nullable Instant listed,
        @Nullable Instant updated,
        @Nullable Integer version,
        @Nullable Boolean withdrawn,
        @Nullable String organisation,
        @Nullable Long submitterFollowers,
        @Nullable Boolean authorParticipating,
        SourceRichness richness,
        String source) {

    /** Longest title taken, in characters. */
    public static final int MAX_TITLE = Bounds.MAX_TITLE;

    /** Longest abstract taken, in characters. */
    public static final int MAX_ABSTRACT = Bounds.MAX_ABSTRACT;

    /** Most authors taken; the largest collaborations have about 5,000. */
    public static final int MAX_AUTHORS = Bounds.MAX_AUTHORS;

    /** Longest name of an author or organisation, in characters. */
    public static final int MAX_NAME = Bounds.MAX_NAME;

    /**
     * @throws IllegalArgumentException if a field is out of its range; the message begins with the
     *     field's name
     */
    public Listing {
        FieldCheck.text("title", title, MAX_TITLE);
        FieldCheck.optional("abstract", abstractText, MAX_ABSTRACT);
        authors = FieldCheck.all("authors", authors, MAX_AUTHORS, MAX_NAME);
        categories = FieldCheck.categories("categories", categories, Bounds.MAX_CATEGORIES);
        FieldCheck.optionalCategory("primary category", primaryCategory);
        FieldCheck.optionalInstant("submitted", submitted);
        FieldCheck.optionalInstant("announced", announced);
        FieldCheck.optionalInstant("listed", listed);
        FieldCheck.optionalInstant("updated", updated);
        FieldCheck.optional("organisation", organisation, MAX_NAME);
        FieldCheck.text("source", source, Bounds.MAX_WORD);
        if (arxivId != null && !arxivId.isArxiv()) {
            throw new IllegalArgumentException("arXiv id: " + arxivId + " is none");
        }
        if (doi != null && (doi.isArxiv() || doi.isTitle())) {
            throw new IllegalArgumentException("doi: " + doi + " is none");
        }
        if (version != null && (version < 1 || version > Bounds.MAX_VERSION)) {
            throw new IllegalArgumentException("version: " + version + "; versions start at 1");
        }
        if (submitterFollowers != null
                && (submitterFollowers < 0 || submitterFollowers > Bounds.MAX_COUNT)) {
            throw new IllegalArgumentException(
                    "submitter's followers: not 0 to " + Bounds.MAX_COUNT);
        }
        if (arxivId == null && doi == null && PaperId.normaliseTitle(title).isEmpty()) {
            throw new IllegalArgumentException(
                    "title: neither letter nor digit in it, and no other identity");
        }
    }

    /** Its identity: arXiv id, else DOI, else title. */
    public PaperId id() {
        return identities().getFirst();
    }

    /** Every identity it answers to, the strongest first: arXiv id, DOI, title. */
    public List<PaperId> identities() {
        Stream<PaperId> titleId =
                PaperId.normaliseTitle(title).isEmpty()
                        ? Stream.empty()
                        : Stream.of(PaperId.ofTitle(title));
        return Stream.concat(
                        Stream.concat(Stream.ofNullable(arxivId), Stream.ofNullable(doi)), titleId)
                .toList();
    }

    /** The repository of its code, as in its links; absent if not known. */
    public @Nullable URI codeUrl() {
        return links.code();
    }
}
