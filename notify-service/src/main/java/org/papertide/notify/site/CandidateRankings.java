package org.papertide.notify.site;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.papertide.events.Order;
import org.papertide.events.PaperId;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.events.Score;
import org.papertide.events.Window;
import org.papertide.notify.candidate.CandidateStore;

/** The rankings as the candidates keep them. */
@Singleton
final class CandidateRankings implements RankingSource, KnownPapers {

    private final CandidateStore candidates;

    CandidateRankings(CandidateStore candidates) {
        this.candidates = candidates;
    }

    @Override
    public Optional<Ranking> ranking(RankingKey key) {
        return candidates.ranking(key);
    }

    /** Those of the longest window, which holds what is in the shorter ones. */
    @Override
    public List<String> categories() {
        return candidates.categories(Order.RISING, Window.MONTH);
    }

    @Override
    public Map<PaperId, String> abstracts(Collection<PaperId> papers) {
        Map<PaperId, String> abstracts = new HashMap<>();
        for (Score score : candidates.scores(List.copyOf(papers))) {
            String text = score.paper().abstractText();
            if (text != null) {
                abstracts.put(score.paper().id(), text);
            }
        }
        return abstracts;
    }

    @Override
    public Optional<Score> score(PaperId paper) {
        return candidates.score(paper);
    }
}
