package org.papertide.ingest.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.papertide.events.PaperId;

/**
 * What a batch changes in the catalogue.
 *
 * @param added papers seen for the first time
 * @param changed papers of which more is known
 * @param published those of both whose content changed, with their new revisions, in order
 * @param aliases new aliases, and those that belong to another paper now; the signals kept under
 *     such an identity move with it
 * @param titles new titles of identified papers
 * @param merged papers that have become part of others, whose titles go with them
 */
record Changes(
        List<CataloguePaper> added,
        List<CataloguePaper> changed,
        List<CataloguePaper> published,
        Map<PaperId, PaperId> aliases,
        Map<PaperId, Set<PaperId>> titles,
        Set<PaperId> merged) {

    /** Papers that arXiv is to be asked about. */
    List<PaperId> incomplete() {
        return Stream.concat(added.stream(), changed.stream())
                .filter(CataloguePaper::isIncomplete)
                .map(CataloguePaper::id)
                .toList();
    }

    /** Papers that arXiv need not be asked about any more. */
    List<PaperId> complete() {
        return changed.stream()
                .filter(paper -> !paper.isIncomplete())
                .map(CataloguePaper::id)
                .toList();
    }
}
