package org.papertide.notify.edition;

import java.time.Duration;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Score;
import org.papertide.events.Window;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.interest.CalibratedTheme;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.PaperPool;
import org.papertide.notify.interest.PaperVectors;
import org.papertide.notify.ledger.Exclusions;
import org.papertide.notify.ledger.Expected;
import org.papertide.notify.ledger.LeftOverPaper;
import org.papertide.notify.ledger.PlanRepository_;
import org.papertide.notify.subscription.DigestReader;

/**
 * The papers that are left over of the alerts of a batch's readers: they got no alert, for they had
 * had enough that day. A paper is there as what it is known as now, once; one that was withdrawn is
 * not, nor one whose alert was stopped.
 */
final class LeftOverPapers {

    /**
     * A slot comes within a day of the alert. It comes a day later each time that the service was
     * away over the reader's hour, or the day had its digest already. What took off longer ago is
     * no news. What was sent meanwhile does not come again.
     */
    static final Duration LOOKED_AT = Window.WEEK.length();

    private final List<Score> papers;
    private final PaperPool pool;
    private final Map<Long, BitSet> bySubscription;

    /**
     * @param names the identities of what is left over, by subscription
     * @param scores of those papers that are known, by these identities
     * @param vectors finds the vectors of papers, by their place in a list
     */
    LeftOverPapers(
            Map<Long, Set<String>> names,
            Map<String, Score> scores,
            Function<List<String>, PaperVectors> vectors) {
        this.papers =
                scores.values().stream()
                        .distinct()
                        .sorted(
                                Comparator.comparingDouble(Score::score)
                                        .reversed()
                                        .thenComparing(score -> score.paper().id()))
                        .toList();
        this.pool =
                new PaperPool(
                        papers.stream().map(Score::paper).toList(),
                        papers.isEmpty() ? new PaperVectors(0) : vectors.apply(ids()));
        this.bySubscription = new HashMap<>();
        names.forEach((subscription, own) -> {
            Set<String> ids =
                    own.stream()
                            .map(scores::get)
                            .filter(Objects::nonNull)
                            .map(score -> score.paper().id().value())
                            .collect(Collectors.toSet());
            BitSet all = new BitSet();
            IntStream.range(0, papers.size())
                    .filter(place -> ids.contains(id(place)))
                    .forEach(all::set);
            bySubscription.put(subscription, all);
        });
    }

    /**
     * Of a batch without readers of alerts nothing is asked.
     *
     * @param firstOfThese the alerts that are looked at are this edition and later ones
     */
    static LeftOverPapers read(
            StatelessSession session,
            CandidateStore candidates,
            long firstOfThese,
            List<Expected> batch,
            BatchReaders readers,
            Function<List<String>, PaperVectors> vectors) {
        List<Expected> ofAlerts = batch.stream().filter(each -> hasAlerts(each, readers)).toList();
        if (ofAlerts.isEmpty()) {
            return new LeftOverPapers(Map.of(), Map.of(), vectors);
        }
        List<LeftOverPaper> rows =
                new PlanRepository_(session)
                        .leftOver(
                                ofAlerts.stream()
                                        .map(Expected::subscriptionId)
                                        .toArray(Long[]::new),
                                ofAlerts.stream().map(Expected::subscriberId).toArray(Long[]::new),
                                Exclusions.ENOUGH_TODAY,
                                firstOfThese,
                                new EditionRepository_(session)
                                        .stoppedFrom(firstOfThese)
                                        .toArray(Long[]::new));
        Map<Long, Set<String>> names = new HashMap<>();
        rows.forEach(row ->
                names.computeIfAbsent(row.subscriptionId(), _ -> new HashSet<>())
                        .add(row.paperId()));
        Set<String> all = new HashSet<>();
        names.values().forEach(all::addAll);
        return new LeftOverPapers(names, candidates.scoresByName(session, all), vectors);
    }

    private static boolean hasAlerts(Expected each, BatchReaders readers) {
        DigestReader reader = readers.find(each.subscriptionId());
        return reader != null && readers.interest(reader).frequency() == Frequency.INSTANT;
    }

    /** The identities of all. */
    List<String> ids() {
        return papers.stream().map(score -> score.paper().id().value()).toList();
    }

    private String id(int place) {
        return papers.get(place).paper().id().value();
    }

    /** What is left over of a reader's alerts, as below. */
    List<RankedCandidates.Found> wanted(DigestReader reader, BatchReaders readers) {
        return wanted(reader.id(), readers.interest(reader), readers.findTheme(reader));
    }

    /**
     * Whether something is left over of a reader's alerts.
     *
     * @param seen what the reader was sent
     */
    boolean isAnyWanted(DigestReader reader, BatchReaders readers, Set<String> seen) {
        return !unseen(wanted(reader, readers), seen).isEmpty();
    }

    /** Those of some papers that a reader was not sent, under any of their identities. */
    static List<RankedCandidates.Found> unseen(
            List<RankedCandidates.Found> papers, Set<String> seen) {
        return papers.stream().filter(each -> each.names().noneMatch(seen::contains)).toList();
    }

    /**
     * What is left over of a subscription's alerts, best first. Of one that asks for something else
     * meanwhile, what it still asks for; its theme decides of papers with a vector. The least score
     * is not asked again, even if it was changed: what a paper is expected to gain is less now than
     * when it took off, and what it was then is not kept.
     *
     * @param theme what its theme compares papers with, if it has one and its vectors have come
     */
    List<RankedCandidates.Found> wanted(
            long subscription, Interest interest, @Nullable CalibratedTheme theme) {
        BitSet own = bySubscription.getOrDefault(subscription, new BitSet());
        if (own.isEmpty()) {
            return List.of();
        }
        IntToDoubleFunction anyScore = _ -> Double.POSITIVE_INFINITY;
        BitSet near = theme == null ? new BitSet() : pool.passing(interest, theme, anyScore);
        BitSet wanted =
                theme == null
                        ? pool.asked(interest, anyScore)
                        : pool.undecided(interest, theme, anyScore);
        wanted.or(near);
        return own.stream()
                .filter(wanted::get)
                .mapToObj(place ->
                        new RankedCandidates.Found(
                                papers.get(place),
                                theme != null && near.get(place)
                                        ? pool.met(theme, place).orElse(null)
                                        : null))
                .toList();
    }
}
