package org.papertide.ingest.catalogue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.StatelessSession;
import org.papertide.events.PaperId;
import org.papertide.ingest.signal.SignalStore;

/** Reads and writes the papers of a whole batch at once, in the caller's transaction. */
final class CatalogueStore {

    /** Any number that no other advisory lock of this database has. */
    private static final int WRITER_LOCK = 0x9a9e7;

    private final StatelessSession session;
    private final PaperRepository papers;

    CatalogueStore(StatelessSession session) {
        this.session = session;
        this.papers = new PaperRepository_(session);
    }

    /** Waits until no other transaction writes the catalogue; holds until this one ends. */
    void lockExclusively() {
        papers.lockExclusively(WRITER_LOCK);
    }

    /** Waits until no transaction writes the catalogue; others may hold the same beside this. */
    void lockShared() {
        papers.lockShared(WRITER_LOCK);
    }

    /** What is known of these identities, with the papers' rows locked. */
    LoadedPapers load(Collection<PaperId> ids) {
        Map<PaperId, PaperId> aliases = aliases(ids);
        List<PaperId> titleIds = ids.stream().filter(PaperId::isTitle).toList();
        Map<PaperId, Set<PaperId>> titles = titles(titleIds);
        Set<PaperId> wanted = new HashSet<>(ids);
        wanted.addAll(aliases.values());
        titles.values().forEach(wanted::addAll);
        Map<PaperId, CataloguePaper> found = new HashMap<>();
        papers.lockPapers(values(wanted)).forEach(row -> found.put(row.paper().id(), row.paper()));
        Set<PaperId> awaited = new HashSet<>(titleIds);
        awaited.removeAll(found.keySet());
        awaited.removeAll(aliases.keySet());
        return new LoadedPapers(found, aliases, titles, SignalStore.papersAmong(session, awaited));
    }

    /** The papers that some identities belong to by now, where these are aliases. */
    Map<PaperId, PaperId> aliases(Collection<PaperId> ids) {
        Map<PaperId, PaperId> aliases = new HashMap<>();
        if (!ids.isEmpty()) {
            papers.aliases(values(ids))
                    .forEach(row -> aliases.put(new PaperId(row.key()), new PaperId(row.paper())));
        }
        return aliases;
    }

    /** Writes down all changes but signals and outbox. */
    void save(Changes changes, Instant now) {
        if (!changes.added().isEmpty()) {
            session.insertMultiple(rows(changes.added(), now));
        }
        if (!changes.changed().isEmpty()) {
            session.updateMultiple(rows(changes.changed(), now));
        }
        saveTitles(changes.titles());
        saveAliases(changes);
        saveIncomplete(changes, now);
    }

    private static List<PaperRow> rows(List<CataloguePaper> papers, Instant now) {
        return papers.stream().map(paper -> new PaperRow(paper, now)).toList();
    }

    private Map<PaperId, Set<PaperId>> titles(List<PaperId> titleIds) {
        Map<PaperId, Set<PaperId>> titles = new HashMap<>();
        if (!titleIds.isEmpty()) {
            papers.titles(values(titleIds))
                    .forEach(row ->
                            titles.computeIfAbsent(
                                            new PaperId(row.title()), _ -> new LinkedHashSet<>())
                                    .add(new PaperId(row.paper())));
        }
        return titles;
    }

    private void saveTitles(Map<PaperId, Set<PaperId>> titles) {
        List<String> names = new ArrayList<>();
        List<String> owners = new ArrayList<>();
        titles.forEach((title, ids) ->
                ids.forEach(id -> {
                    names.add(title.value());
                    owners.add(id.value());
                }));
        if (!names.isEmpty()) {
            papers.addTitles(array(names), array(owners));
        }
    }

    private void saveAliases(Changes changes) {
        if (changes.aliases().isEmpty()) {
            return;
        }
        List<String> keys = new ArrayList<>();
        List<String> owners = new ArrayList<>();
        List<String> merged = new ArrayList<>();
        List<String> mergedInto = new ArrayList<>();
        changes.aliases()
                .forEach((key, paper) -> {
                    keys.add(key.value());
                    owners.add(paper.value());
                    if (changes.merged().contains(key)) {
                        merged.add(key.value());
                        mergedInto.add(paper.value());
                    }
                });
        papers.saveAliases(array(keys), array(owners));
        if (!merged.isEmpty()) {
            papers.moveTitles(array(merged), array(mergedInto));
        }
    }

    private void saveIncomplete(Changes changes, Instant now) {
        List<PaperId> incomplete = changes.incomplete();
        List<PaperId> complete = changes.complete();
        if (!incomplete.isEmpty()) {
            papers.addIncomplete(values(incomplete), now);
        }
        if (!complete.isEmpty()) {
            papers.deleteIncomplete(values(complete));
        }
    }

    private static String[] values(Collection<PaperId> ids) {
        return ids.stream().map(PaperId::value).sorted().toArray(String[]::new);
    }

    private static String[] array(List<String> texts) {
        return texts.toArray(String[]::new);
    }
}
