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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Score;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.interest.CalibratedTheme;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.PaperPool;
import org.papertide.notify.interest.PaperVectors;
import org.papertide.notify.ledger.Exclusions;
import org.papertide.notify.ledger.Expected;
import org.papertide.notify.ledger.HeldPaper;
import org.papertide.notify.ledger.PlanRepository_;
import org.papertide.notify.subscription.DigestReader;

/**
 * The papers of which the readers of alerts in a batch got no alert, for they had had enough that
 * day. A paper is there as what it is known as now, once; one that was withdrawn is not.
 */
final class HeldPapers {

    /**
     * A slot comes within a day of the alert. A reader may change the hour then, and the service
     * may have been away. What was sent meanwhile does not come again.
     */
    static final Duration LOOKED_AT = Duration.ofDays(3);

    private final List<Score> papers;
    private final PaperPool pool;
    private final Map<Long, BitSet> held;

    private HeldPapers(
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
        this.held = new HashMap<>();
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
            held.put(subscription, all);
        });
    }

    /** Of a batch without readers of alerts nothing is asked. */
    static HeldPapers read(
            StatelessSession session,
            CandidateStore candidates,
            Edition edition,
            List<Expected> batch,
            BatchReaders readers,
            Function<List<String>, PaperVectors> vectors) {
        List<Expected> ofAlerts = batch.stream().filter(each -> hasAlerts(each, readers)).toList();
        if (ofAlerts.isEmpty()) {
            return new HeldPapers(Map.of(), Map.of(), vectors);
        }
        List<HeldPaper> rows =
                new PlanRepository_(session)
                        .held(
                                ofAlerts.stream()
                                        .map(Expected::subscriptionId)
                                        .toArray(Long[]::new),
                                ofAlerts.stream().map(Expected::subscriberId).toArray(Long[]::new),
                                Exclusions.ENOUGH_TODAY,
                                new EditionRepository_(session)
                                        .firstSince(edition.asOf().minus(LOOKED_AT)));
        Map<Long, Set<String>> names = new HashMap<>();
        rows.forEach(row ->
                names.computeIfAbsent(row.subscriptionId(), _ -> new HashSet<>())
                        .add(row.paperId()));
        Set<String> all = new HashSet<>();
        names.values().forEach(all::addAll);
        return new HeldPapers(names, candidates.scoresByName(session, all), vectors);
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

    /** Whether a subscription had an alert held, whatever became of the paper. */
    boolean has(long subscription) {
        return held.containsKey(subscription);
    }

    /**
     * What a subscription had no alert of, best first. Of one that asks for something else
     * meanwhile, what it still asks for. What a paper gained may be less now than what let it pass
     * then, and the bar of a theme another one: neither is asked again.
     *
     * @param theme what its theme compares papers with, if it has one and its vectors have come
     * @param seen what its reader was sent
     */
    List<RankedCandidates.Found> of(
            long subscription,
            Interest interest,
            @Nullable CalibratedTheme theme,
            Set<String> seen) {
        BitSet own = held.getOrDefault(subscription, new BitSet());
        if (own.isEmpty()) {
            return List.of();
        }
        BitSet wanted = pool.asked(interest, _ -> Double.POSITIVE_INFINITY);
        BitSet near = pool.passing(interest, theme, _ -> Double.POSITIVE_INFINITY);
        return own.stream()
                .filter(wanted::get)
                .filter(place -> !seen.contains(id(place)))
                .mapToObj(place ->
                        new RankedCandidates.Found(
                                papers.get(place),
                                theme != null && near.get(place)
                                        ? pool.met(theme, place).orElse(null)
                                        : null))
                .toList();
    }
}
