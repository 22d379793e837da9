package org.papertide.ingest.signal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.papertide.events.PaperId;
import org.papertide.events.Signal;

/**
 * The signals taken, unique per paper, metric, source and observed time: which of some are new, and
 * what moves with a paper.
 */
public final class SignalHistory {

    private static final Comparator<Signal> STABLE =
            Comparator.comparing(Signal::paperId)
                    .thenComparing(Signal::metric)
                    .thenComparing(Signal::source)
                    .thenComparing(Signal::observedAt);

    private SignalHistory() {}

    /**
     * Keeps the signals that are not kept yet. Of two with the same paper, metric, source and time
     * the first stays.
     *
     * @return the new ones, in the order of their times
     */
    public static List<Signal> keep(StatelessSession session, List<Signal> readings, Instant now) {
        if (readings.isEmpty()) {
            return List.of();
        }
        // In one order everywhere, so that two pushes of the same signals wait for each other
        // instead of for ever.
        List<Signal> sorted = readings.stream().sorted(STABLE).toList();
        return insert(new SignalRepository_(session), sorted, now);
    }

    /**
     * Moves the signals kept under some identities to the papers that these belong to now.
     *
     * @param moves from an old identity to the new one
     * @param since of signals observed before it, only the last per metric and source is returned
     * @return those to be published again, under the new identity and with their own times
     */
    public static List<Signal> move(
            StatelessSession session, Map<PaperId, PaperId> moves, Instant since, Instant now) {
        SignalRepository repository = new SignalRepository_(session);
        // Increments of either identity were of the same paper: the counts add up.
        repository.moveCounts(values(moves.keySet()), values(moves.values()));
        List<ReadingRow> old = repository.ofPapers(values(moves.keySet()));
        if (old.isEmpty()) {
            return List.of();
        }
        List<Signal> moved = old.stream().map(row -> at(row.signal(), moves)).toList();
        List<Signal> kept = keep(session, moved, now);
        repository.deleteOfPapers(values(moves.keySet()));
        List<Signal> published = new ArrayList<>();
        for (int i = 0; i < kept.size(); i++) {
            Signal reading = kept.get(i);
            if (!reading.observedAt().isBefore(since) || isLast(kept, i)) {
                published.add(reading);
            }
        }
        return published;
    }

    /** The last signal per metric and source of one paper. */
    public static List<Signal> last(StatelessSession session, PaperId paper) {
        return new SignalRepository_(session)
                .last(paper.value()).stream().map(ReadingRow::signal).toList();
    }

    /** Those of some identities of which signals are kept. */
    public static Set<PaperId> papersAmong(StatelessSession session, Collection<PaperId> ids) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        return new SignalRepository_(session)
                .papersAmong(values(ids)).stream().map(PaperId::new).collect(Collectors.toSet());
    }

    private static boolean isLast(List<Signal> inOrder, int index) {
        Signal reading = inOrder.get(index);
        return inOrder.subList(index + 1, inOrder.size()).stream()
                .noneMatch(later ->
                        later.paperId().equals(reading.paperId())
                                && later.metric().equals(reading.metric())
                                && later.source().equals(reading.source()));
    }

    private static Signal at(Signal reading, Map<PaperId, PaperId> moves) {
        PaperId paper = moves.getOrDefault(reading.paperId(), reading.paperId());
        return new Signal(
                paper, reading.metric(), reading.value(), reading.observedAt(), reading.source());
    }

    private static List<Signal> insert(
            SignalRepository repository, List<Signal> readings, Instant now) {
        return repository
                .keep(
                        texts(readings, reading -> reading.paperId().value()),
                        texts(readings, Signal::metric),
                        texts(readings, Signal::source),
                        readings.stream().map(Signal::observedAt).toArray(Instant[]::new),
                        readings.stream().map(Signal::value).toArray(Long[]::new),
                        now)
                .stream()
                .map(ReadingRow::signal)
                .sorted(Comparator.comparing(Signal::observedAt))
                .toList();
    }

    private static String[] texts(List<Signal> readings, Function<Signal, String> part) {
        return readings.stream().map(part).toArray(String[]::new);
    }

    private static String[] values(Collection<PaperId> papers) {
        return papers.stream().map(PaperId::value).toArray(String[]::new);
    }
}
