package org.papertide.ingest.catalogue;

import java.util.Map;
import java.util.Set;
import org.papertide.events.PaperId;

/**
 * What the catalogue knows of the identities that are in a batch.
 *
 * @param papers by their own identity; those merged into others as well
 * @param aliases from another identity to that of the paper it belongs to now
 * @param titles from a {@code title:} identity to the identified papers that have or had that title
 * @param awaited {@code title:} identities of which signals are kept, but no paper is known
 */
record LoadedPapers(
        Map<PaperId, CataloguePaper> papers,
        Map<PaperId, PaperId> aliases,
        Map<PaperId, Set<PaperId>> titles,
        Set<PaperId> awaited) {}
