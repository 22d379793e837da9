package org.papertide.bench;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.papertide.events.EventCodec;
import org.papertide.events.Links;
import org.papertide.events.Metric;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.Signal;
import org.papertide.testing.SamplePaper;

/**
 * Generated papers and signals, the same in each run except for their times: papers listed over the
 * two days before {@code now}, whose counts end as a power law (few high, most low) and rise
 * steadily from twelve hours before {@code now} on.
 */
record Workload(int papers, Instant now) {

    private static final Duration LISTED_WITHIN = Duration.ofHours(36);
    private static final Duration OBSERVED_WITHIN = Duration.ofHours(12);
    private static final long MOST = 2_000;

    /** Coprime to any number of papers that is no multiple of it: spreads the high counts. */
    private static final long SPREAD = 7_919;

    private static final String SOURCE = "huggingface";
    private static final List<String> CATEGORIES =
            List.of("cs.LG", "cs.CL", "cs.CV", "cs.AI", "cs.RO", "stat.ML", "eess.AS", "cs.IR");
    private static final String SENTENCE =
            "We study a method that learns from little and generalises to much, and we say when. ";

    /** Paper n, as ingest publishes it. */
    TopicProbe.Prepared paper(int n) {
        Paper paper = paper(n, listed(n));
        return TopicProbe.Prepared.of(EventCodec.PAPER, paper, now);
    }

    /** A paper listed at that instant. */
    static Paper paper(int n, Instant listed) {
        String name = name(n);
        String category = CATEGORIES.get(n % CATEGORIES.size());
        return SamplePaper.of(id(n), listed)
                .title("Learning From Little, Part %d: When It Generalises".formatted(n))
                .abstractText(SENTENCE.repeat(14).strip())
                .authors(
                        IntStream.range(0, 5).mapToObj(author -> "Author " + (n + author)).toList())
                .categories(category, CATEGORIES.get((n + 1) % CATEGORIES.size()))
                .links(
                        new Links(
                                URI.create("https://arxiv.org/abs/" + name),
                                URI.create("https://arxiv.org/pdf/" + name),
                                null,
                                null,
                                null))
                .build();
    }

    /**
     * Rounds of signals of all papers, round by round: three of five of upvotes, one each of
     * comments and of stars.
     */
    Stream<TopicProbe.Prepared> signals(int rounds) {
        return IntStream.range(0, rounds)
                .boxed()
                .flatMap(round ->
                        IntStream.range(0, papers).mapToObj(n -> signal(n, round, rounds)));
    }

    /** A number of upvotes, observed now. */
    static TopicProbe.Prepared upvotes(PaperId paper, long value, Instant now) {
        return TopicProbe.Prepared.of(
                EventCodec.SIGNAL, SamplePaper.upvotes(paper, value, now), now);
    }

    private TopicProbe.Prepared signal(int n, int round, int rounds) {
        long position = n * SPREAD % papers + 1;
        Metric metric =
                switch (round % 5) {
                    case 3 -> Metric.COMMENTS;
                    case 4 -> Metric.GITHUB_STARS;
                    default -> Metric.UPVOTES;
                };
        long last = Math.round(MOST / Math.sqrt((double) position));
        Instant observed =
                now.minus(OBSERVED_WITHIN)
                        .plus(OBSERVED_WITHIN.multipliedBy(round).dividedBy(rounds))
                        .plusMillis(n);
        Signal signal =
                new Signal(
                        id(n),
                        metric.name(),
                        last * (round + 1) / rounds,
                        observed,
                        metric == Metric.GITHUB_STARS ? "github" : SOURCE);
        return TopicProbe.Prepared.of(EventCodec.SIGNAL, signal, now);
    }

    private static PaperId id(int n) {
        return new PaperId("arxiv:" + name(n));
    }

    private static String name(int n) {
        return "2611.%05d".formatted(n);
    }

    private Instant listed(int n) {
        return now.minus(OBSERVED_WITHIN).minus(LISTED_WITHIN.multipliedBy(n).dividedBy(papers));
    }
}
