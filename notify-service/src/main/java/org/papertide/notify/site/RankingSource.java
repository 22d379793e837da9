package org.papertide.notify.site;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.papertide.events.PaperId;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;

/**
 * The rankings that the pages show. An interface, so that pages are tested without a database;
 * {@link CandidateRankings} is the service's.
 */
public interface RankingSource {

    /** The newest ranking of this key, or empty if none has come yet. */
    Optional<Ranking> ranking(RankingKey key);

    /** The categories that have a ranking, in alphabetical order. */
    List<String> categories();

    /** The abstracts of those papers whose abstract is known; rankings carry none. */
    Map<PaperId, String> abstracts(Collection<PaperId> papers);
}
