package org.papertide.notify.edition;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.hibernate.StatelessSession;
import org.papertide.events.Order;
import org.papertide.events.Score;
import org.papertide.events.Window;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.interest.CalibratedTheme;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.message.DigestContent;
import org.papertide.notify.message.PaperLine;
import org.papertide.notify.subscription.ThemeRepository_;

/**
 * What rises now, for the first look in a welcome. It does not count as sent: the first digest and
 * the alerts say all that they would have said without it.
 */
@Singleton
public final class TodaysPapers {

    /** A first look, and no digest. */
    private static final int MOST = 5;

    /** Of so many, best first: a rare filter has no first look, which costs nobody anything. */
    private static final int LOOKED_AT = 200;

    private final CandidateStore candidates;

    public TodaysPapers(CandidateStore candidates) {
        this.candidates = candidates;
    }

    /** The papers that rise first among those that pass. */
    public List<DigestContent.Place> of(StatelessSession session, Interest interest, Instant now) {
        Instant since = now.minus(Window.DAY.length());
        List<Score> rising = candidates.first(session, Order.RISING, Window.DAY, since, LOOKED_AT);
        DigestCandidates pool =
                new DigestCandidates(
                        rising,
                        List.of(),
                        List.of(),
                        ids ->
                                candidates.vectors(
                                        session, ids, new ThemeRepository_(session).models()));
        CalibratedTheme theme = Themes.of(session, List.of(interest)).get(interest.theme().key());
        List<PaperLine> passing =
                pool.passing(interest.filterKey(), interest, theme).passing().rising().stream()
                        .limit(Math.min(MOST, interest.limit()))
                        .map(TodaysPapers::line)
                        .toList();
        return DigestContent.places(passing);
    }

    /** Whether no paper can pass as its theme has no vectors yet. */
    public boolean areUnread(StatelessSession session, Interest interest) {
        return !interest.theme().isAny() && Themes.of(session, List.of(interest)).isEmpty();
    }

    private static PaperLine line(RankedCandidates.Ranked ranked) {
        Score score = ranked.score();
        return new PaperLine(score.paper(), score.score(), score.reasons(), ranked.met());
    }
}
