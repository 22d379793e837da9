package org.papertide.ingest.signal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
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
public final class SignalStore {

    private static final Comparator<Signal> STABLE =
            Comparator.comparing(Signal::paperId)
                    .thenComparing(Signal::metric)
                    .thenComparing(Signal::source)
                    .thenComparing(Signal::observedAt);

    private SignalStore() {}

    /**
     * Keeps the signals that are not kept yet. Of two with the same paper, metric, source and time
     * the first stays.
     *
     * @return the new ones, in the order of their times
     */
    public static List<Signal> keep(StatelessSession session, List<Signal> signals, Instant now) {
        if (signals.isEmpty()) {
            return List.of();
        }
        // In one order everywhere, so that two pushes of the same signals wait for each other
        // instead of for ever.
        List<Signal> sorted = signals.stream().sorted(STABLE).toList();
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
        // Increments of either identity were of the same paper: the counts add up, and the sum is
        // what both stand at, not the last that either of them had.
        List<Signal> moved = new ArrayList<>();
        repository
                .moveCounts(values(moves.keySet()), values(moves.values()))
                .forEach(row -> moved.add(row.signal()));
        repository
                .ofPapers(values(moves.keySet()))
                .forEach(row -> moved.add(at(row.signal(), moves)));
        List<Signal> kept = keep(session, moved, now);
        repository.deleteOfPapers(values(moves.keySet()));
        return sinceOrLast(kept, since);
    }

    /**
     * Those observed since an instant, and of those before it the last per paper, metric and source
     * that none follows.
     *
     * @param inOrder in the order of their times
     */
    static List<Signal> sinceOrLast(List<Signal> inOrder, Instant since) {
        Set<Series> later = new HashSet<>();
        List<Signal> newestFirst = new ArrayList<>();
        for (Signal signal : inOrder.reversed()) {
            boolean last = later.add(Series.of(signal));
            if (last || !signal.observedAt().isBefore(since)) {
                newestFirst.add(signal);
            }
        }
        return List.copyOf(newestFirst.reversed());
    }

    /** What the signals of one series have in common. */
    private record Series(PaperId paper, String metric, String source) {

        static Series of(Signal signal) {
            return new Series(signal.paperId(), signal.metric(), signal.source());
        }
    }

    /** The last signal per metric and source of one paper. */
    public static List<Signal> last(StatelessSession session, PaperId paper) {
        return new SignalRepository_(session)
                .last(paper.value()).stream().map(SignalRow::signal).toList();
    }

    /** Those of some identities of which signals are kept. */
    public static Set<PaperId> papersAmong(StatelessSession session, Collection<PaperId> ids) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        return new SignalRepository_(session)
                .papersAmong(values(ids)).stream().map(PaperId::new).collect(Collectors.toSet());
    }

    private static Signal at(Signal signal, Map<PaperId, PaperId> moves) {
        PaperId paper = moves.getOrDefault(signal.paperId(), signal.paperId());
        return new Signal(
                paper, signal.metric(), signal.value(), signal.observedAt(), signal.source());
    }

    private static List<Signal> insert(
            SignalRepository repository, List<Signal> signals, Instant now) {
        return repository
                .keep(
                        texts(signals, signal -> signal.paperId().value()),
                        texts(signals, Signal::metric),
                        texts(signals, Signal::source),
                        signals.stream().map(Signal::observedAt).toArray(Instant[]::new),
                        signals.stream().map(Signal::value).toArray(Long[]::new),
                        now)
                .stream()
                .map(SignalRow::signal)
                .sorted(Comparator.comparing(Signal::observedAt))
                .toList();
    }

    private static String[] texts(List<Signal> signals, Function<Signal, String> part) {
        return signals.stream().map(part).toArray(String[]::new);
    }

    private static String[] values(Collection<PaperId> papers) {
        return papers.stream().map(PaperId::value).toArray(String[]::new);
    }
}
