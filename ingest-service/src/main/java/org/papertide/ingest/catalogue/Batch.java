package org.papertide.ingest.catalogue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.ingest.source.Listing;

/**
 * Some listings and what they make of the catalogue: which paper each is of, which papers turn out
 * to be one, and what changed.
 *
 * <p>A listing is of its arXiv paper, else of the paper with its DOI, else of the one with its
 * title. A DOI listed together with an arXiv id is that paper's alias, and a paper known by that
 * DOI alone becomes part of it; two arXiv ids never become one, so a DOI claimed by two stays with
 * the first. A paper known by its title alone becomes part of an identified one if exactly one has
 * that title; that is decided after all the batch's listings, so that it does not depend on their
 * order. A paper that answers to {@value CataloguePaper#MAX_ALIASES} identities gets no more.
 */
final class Batch {

    /**
     * A known revision that is further ahead does not count. It is more than for consumers, which
     * judge later, when the record is produced: one that counts for them has to count here.
     */
    private static final Duration AHEAD = Paper.REVISION_TOLERANCE.multipliedBy(3).dividedBy(4);

    /** What a listing was to the catalogue. */
    enum Effect {
        NEW,
        CHANGED,
        UNCHANGED
    }

    private final Map<PaperId, CataloguePaper> before;
    private final Map<PaperId, CataloguePaper> papers = new LinkedHashMap<>();
    private final Map<PaperId, PaperId> aliases;
    private final Map<PaperId, PaperId> newAliases = new LinkedHashMap<>();
    private final Map<PaperId, Set<PaperId>> titles;
    private final Map<PaperId, Set<PaperId>> titlesByPaper = new HashMap<>();
    private final Map<PaperId, Set<PaperId>> newTitles = new LinkedHashMap<>();
    private final Set<PaperId> touchedTitles = new LinkedHashSet<>();
    private final Set<PaperId> awaited;
    private final Set<PaperId> merged = new LinkedHashSet<>();
    private final Instant now;

    /**
     * @param now when papers that are not known yet count as first seen; revisions rise with it
     */
    Batch(LoadedPapers known, Instant now) {
        this.before = Map.copyOf(known.papers());
        this.papers.putAll(known.papers());
        this.aliases = new HashMap<>(known.aliases());
        this.titles = new HashMap<>();
        known.titles()
                .forEach((title, ids) -> {
                    titles.put(title, new LinkedHashSet<>(ids));
                    ids.forEach(id -> titlesOf(id).add(title));
                });
        this.awaited = Set.copyOf(known.awaited());
        this.now = now;
    }

    /** The paper that an identity stands for now; itself if nothing is known of it. */
    PaperId resolve(PaperId id) {
        PaperId alias = aliases.get(id);
        return alias == null ? id : alias;
    }

    /**
     * Takes what the listings have of their papers.
     *
     * @param at when they were fetched
     * @return how many were what to the catalogue
     */
    Map<Effect, Integer> apply(List<Listing> listings, Instant at) {
        Map<Effect, Integer> effects = new EnumMap<>(Effect.class);
        for (Listing listing : listings) {
            if (!listing.id().isTitle()) {
                effects.merge(apply(listing, at), 1, Integer::sum);
            }
        }
        settleTitles();
        for (Listing listing : listings) {
            if (listing.id().isTitle()) {
                effects.merge(apply(listing, at), 1, Integer::sum);
            }
        }
        return effects;
    }

    private Effect apply(Listing listing, Instant at) {
        PaperId id = identify(listing);
        CataloguePaper known = papers.get(id);
        MergedMetadata listed = MergedMetadata.of(listing, at);
        CataloguePaper paper =
                known == null ? CataloguePaper.first(id, listed, now) : known.with(listed);
        papers.put(id, paper);
        boolean linked = link(listing, id);
        CataloguePaper after = present(id);
        if (known == null) {
            return Effect.NEW;
        }
        return linked || !known.publishesAs(after) ? Effect.CHANGED : Effect.UNCHANGED;
    }

    /** Lets papers known by their titles alone become part of identified ones. */
    private void settleTitles() {
        for (PaperId title : touchedTitles) {
            Set<PaperId> candidates = titles.getOrDefault(title, Set.of());
            boolean waiting = isUnmerged(title) || awaited.contains(title);
            if (waiting && candidates.size() == 1 && !aliases.containsKey(title)) {
                PaperId only = candidates.iterator().next();
                if (!present(only).isFull()) {
                    join(title, only);
                }
            }
        }
    }

    /** All that changed. */
    Changes changes() {
        List<CataloguePaper> added = new ArrayList<>();
        List<CataloguePaper> changed = new ArrayList<>();
        List<CataloguePaper> published = new ArrayList<>();
        for (CataloguePaper paper : papers.values()) {
            CataloguePaper old = before.get(paper.id());
            if (paper.equals(old)) {
                continue;
            }
            if (old == null) {
                CataloguePaper first = paper.withRevision(revisionAfter(0));
                added.add(first);
                published.add(first);
            } else if (!old.publishesAs(paper)) {
                CataloguePaper next = paper.withRevision(revisionAfter(old.revision()));
                changed.add(next);
                published.add(next);
            } else if (!old.facts().sameAs(paper.facts())
                    || !old.aliases().equals(paper.aliases())) {
                changed.add(paper);
            }
        }
        return new Changes(added, changed, published, newAliases, newTitles, merged);
    }

    /**
     * The second of the change, or more. A count of changes would begin again below what consumers
     * have seen, and they would ignore each paper's next changes, once an older copy of the
     * database is restored: of papers that it knows, and of those that it forgot. A revision that a
     * wrong clock or a mistake put far ahead does not count, neither here nor for them.
     */
    private long revisionAfter(long last) {
        return last > now.plus(AHEAD).getEpochSecond()
                ? now.getEpochSecond()
                : Math.max(last + 1, now.getEpochSecond());
    }

    private PaperId identify(Listing listing) {
        PaperId own = resolve(listing.id());
        if (!own.isTitle() || papers.containsKey(own)) {
            return own;
        }
        Set<PaperId> candidates = titles.getOrDefault(own, Set.of());
        return candidates.size() == 1 ? candidates.iterator().next() : own;
    }

    /** Ties the listing's other identities to its paper; answers whether any was new. */
    private boolean link(Listing listing, PaperId id) {
        boolean linked = false;
        for (PaperId other : listing.identities()) {
            if (other.isTitle()) {
                linked |= linkTitle(listing, other, id);
            } else if (!other.equals(id)
                    && !aliases.containsKey(other)
                    && !other.isArxiv()
                    && !present(id).isFull()) {
                join(other, id);
                linked = true;
            }
        }
        return linked;
    }

    private boolean linkTitle(Listing listing, PaperId title, PaperId id) {
        if (id.isTitle()) {
            return false;
        }
        if (listing.id().isTitle()) {
            boolean news = !aliases.containsKey(title) && !present(id).isFull();
            if (news) {
                join(title, id);
            }
            return news;
        }
        if (titles.computeIfAbsent(title, _ -> new LinkedHashSet<>()).add(id)) {
            newTitles.computeIfAbsent(title, _ -> new LinkedHashSet<>()).add(id);
            titlesOf(id).add(title);
        }
        touchedTitles.add(title);
        return false;
    }

    /** Makes one identity, and the paper known by it if there is one, part of another paper. */
    private void join(PaperId old, PaperId into) {
        CataloguePaper gone = isUnmerged(old) ? papers.get(old) : null;
        List<PaperId> names = new ArrayList<>(gone == null ? List.of() : gone.aliases());
        names.add(old);
        CataloguePaper paper = present(into);
        if (gone != null) {
            paper = paper.absorbing(gone);
            retire(gone, into);
        }
        papers.put(into, paper.answeringTo(names));
        for (PaperId name : names) {
            aliases.put(name, into);
            newAliases.put(name, into);
        }
    }

    private void retire(CataloguePaper gone, PaperId into) {
        if (before.containsKey(gone.id())) {
            papers.put(gone.id(), gone.mergedInto(into));
            merged.add(gone.id());
        } else {
            papers.remove(gone.id());
        }
        for (PaperId title : List.copyOf(titlesOf(gone.id()))) {
            Set<PaperId> having = titles.getOrDefault(title, new LinkedHashSet<>());
            having.remove(gone.id());
            having.add(into);
            Set<PaperId> news = newTitles.computeIfAbsent(title, _ -> new LinkedHashSet<>());
            news.remove(gone.id());
            news.add(into);
            titlesOf(into).add(title);
        }
        titlesByPaper.remove(gone.id());
    }

    /** The titles that an identified paper has. */
    private Set<PaperId> titlesOf(PaperId id) {
        return titlesByPaper.computeIfAbsent(id, _ -> new LinkedHashSet<>());
    }

    private boolean isUnmerged(PaperId id) {
        CataloguePaper paper = papers.get(id);
        return paper != null && paper.mergedInto() == null;
    }

    private CataloguePaper present(PaperId id) {
        @Nullable CataloguePaper paper = papers.get(id);
        if (paper == null) {
            throw new IllegalStateException(id + " was not loaded with its batch");
        }
        return paper;
    }
}
