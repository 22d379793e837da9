package org.papertide.ingest.catalogue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.ingest.source.Listing;

/** A catalogue in memory: what the tables do, for tests of {@link Batch}. */
final class Shelf {

    static final Instant NOW = Instant.parse("2025-12-04T08:00:00Z");

    final Map<PaperId, CataloguePaper> papers = new HashMap<>();
    final Map<PaperId, PaperId> aliases = new HashMap<>();
    final Map<PaperId, Set<PaperId>> titles = new HashMap<>();
    final Set<PaperId> awaited = new HashSet<>();
    final List<Paper> published = new ArrayList<>();
    private int batches;

    /** Takes a batch and answers what was published for it. */
    List<Paper> take(Listings... listings) {
        return take(Arrays.stream(listings).map(Listings::build).toList());
    }

    List<Paper> take(List<Listing> listings) {
        Instant now = NOW.plusSeconds(batches++);
        Batch batch = new Batch(new LoadedPapers(papers, aliases, titles, awaited), now);
        batch.apply(listings, now);
        Changes changes = batch.changes();
        changes.added().forEach(paper -> papers.put(paper.id(), paper));
        changes.changed().forEach(paper -> papers.put(paper.id(), paper));
        aliases.putAll(changes.aliases());
        changes.titles()
                .forEach((t, ids) -> titles.computeIfAbsent(t, _ -> new HashSet<>()).addAll(ids));
        for (PaperId gone : changes.merged()) {
            titles.values()
                    .forEach(ids -> {
                        if (ids.remove(gone)) {
                            ids.add(aliases.get(gone));
                        }
                    });
        }
        List<Paper> events = changes.published().stream().map(CataloguePaper::asPaper).toList();
        published.addAll(events);
        return events;
    }

    PaperId resolve(String id) {
        PaperId key = new PaperId(id);
        return aliases.getOrDefault(key, key);
    }

    CataloguePaper paper(PaperId id) {
        CataloguePaper paper = papers.get(id);
        if (paper == null) {
            throw new AssertionError(id + " is not on the shelf");
        }
        return paper;
    }

    /** The last record of a key. */
    Paper last(PaperId id) {
        Paper paper = topic().get(id);
        if (paper == null) {
            throw new AssertionError(id + " was never published");
        }
        return paper;
    }

    /** The last record per key, as a compacted topic has it. */
    Map<PaperId, Paper> topic() {
        Map<PaperId, Paper> last = new HashMap<>();
        published.forEach(paper -> last.put(paper.id(), paper));
        return last;
    }
}
