package org.papertide.ingest.catalogue;

import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Links;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.PaperStatus;

/**
 * A paper of the catalogue.
 *
 * @param revision of the newest {@link Paper} published for it; 0 before the first
 * @param mergedInto the paper it has become a part of
 * @param aliases other identities it answers to
 * @param firstSeen when it came into the catalogue
 */
record CataloguePaper(
        PaperId id,
        long revision,
        @Nullable PaperId mergedInto,
        List<PaperId> aliases,
        MergedMetadata facts,
        Instant firstSeen) {

    /**
     * More than any paper has: the rest of what somebody lists it under stays apart. Each listing
     * reads and writes all of them.
     */
    static final int MAX_ALIASES = 1_000;

    /** What is beyond still answers, but is not published. */
    private static final int MAX_PUBLISHED_ALIASES = 50;

    CataloguePaper {
        aliases = List.copyOf(aliases);
    }

    static CataloguePaper first(PaperId id, MergedMetadata facts, Instant now) {
        return new CataloguePaper(id, 0, null, List.of(), facts, now);
    }

    /** With what another listing has of it. */
    CataloguePaper with(MergedMetadata other) {
        return new CataloguePaper(id, revision, mergedInto, aliases, facts.with(other), firstSeen);
    }

    /** Whether it answers to as many identities as one paper may. */
    boolean isFull() {
        return aliases.size() >= MAX_ALIASES;
    }

    CataloguePaper answeringTo(List<PaperId> more) {
        List<PaperId> all = new ArrayList<>(aliases);
        more.stream().filter(alias -> !all.contains(alias)).forEach(all::add);
        return new CataloguePaper(id, revision, mergedInto, all, facts, firstSeen);
    }

    CataloguePaper mergedInto(PaperId other) {
        return new CataloguePaper(id, revision, other, aliases, facts, firstSeen);
    }

    /** With all that is known of another paper, which has become a part of this one. */
    CataloguePaper absorbing(CataloguePaper gone) {
        return new CataloguePaper(
                id,
                revision,
                mergedInto,
                aliases,
                gone.facts.with(facts),
                gone.firstSeen.isBefore(firstSeen) ? gone.firstSeen : firstSeen);
    }

    CataloguePaper withRevision(long newRevision) {
        return new CataloguePaper(id, newRevision, mergedInto, aliases, facts, firstSeen);
    }

    /** Whether arXiv is to be asked about it: it has an arXiv identity and no category. */
    boolean isIncomplete() {
        return id.isArxiv() && mergedInto == null && categories().isEmpty();
    }

    /** Whether both would be published with the same content. */
    boolean publishesAs(CataloguePaper other) {
        return asPaper(1).equals(other.asPaper(1));
    }

    /** The paper as it is published. */
    Paper asPaper() {
        return asPaper(revision);
    }

    /** When it was listed, as exactly as anything says; at last, when it was first seen here. */
    private Instant listed(@Nullable Instant submitted) {
        Instant listed = facts.listed() != null ? facts.listed() : facts.announced();
        if (listed != null) {
            return listed;
        }
        if (submitted != null) {
            return submitted;
        }
        Instant seen = firstSeen.truncatedTo(ChronoUnit.SECONDS);
        Instant month = beginningOfMonth();
        // Ids name months up to 2090: one that is to come is somebody's mistake.
        return month == null || month.isAfter(seen) ? seen : month;
    }

    /**
     * The earliest that arXiv can have had it. Some listings have no date, or only that of the
     * newest version; without this a cross-listed paper of years ago would look new.
     */
    private @Nullable Instant beginningOfMonth() {
        return id.month()
                .map(month -> month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant())
                .orElse(null);
    }

    private Paper asPaper(long publishedRevision) {
        Instant submitted = value(facts.submitted());
        return new Paper(
                id,
                publishedRevision,
                facts.version(),
                facts.title().value(),
                value(facts.abstractText()),
                list(facts.authors()),
                categories(),
                value(facts.primaryCategory()),
                links(),
                submitted,
                facts.announced(),
                listed(submitted),
                value(facts.updated()),
                status(),
                mergedInto,
                aliases.subList(0, Math.min(aliases.size(), MAX_PUBLISHED_ALIASES)),
                facts.richestSource(),
                value(facts.organisation()),
                code(),
                value(facts.submitterFollowers()),
                value(facts.authorParticipating()));
    }

    /** The primary one first, whichever source has it. */
    private List<String> categories() {
        List<String> categories = list(facts.categories());
        String primary = value(facts.primaryCategory());
        if (primary == null || (!categories.isEmpty() && categories.getFirst().equals(primary))) {
            return categories;
        }
        List<String> ordered = new ArrayList<>(categories);
        ordered.remove(primary);
        ordered.addFirst(primary);
        return ordered;
    }

    private PaperStatus status() {
        if (mergedInto != null) {
            return PaperStatus.MERGED;
        }
        return Boolean.TRUE.equals(value(facts.withdrawn()))
                ? PaperStatus.WITHDRAWN
                : PaperStatus.LISTED;
    }

    private Links links() {
        return new Links(
                value(facts.page()),
                value(facts.pdf()),
                value(facts.discussion()),
                value(facts.code()),
                value(facts.project()));
    }

    private @Nullable String code() {
        URI code = value(facts.code());
        return code == null ? null : code.toString();
    }

    private static <T> @Nullable T value(@Nullable Sourced<T> sourced) {
        return sourced == null ? null : sourced.value();
    }

    private static List<String> list(@Nullable Sourced<List<String>> sourced) {
        return sourced == null ? List.of() : sourced.value();
    }
}
