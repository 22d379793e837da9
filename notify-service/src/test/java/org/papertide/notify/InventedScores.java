package org.papertide.notify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Metric;
import org.papertide.events.Order;
import org.papertide.events.PaperSummary;
import org.papertide.events.Ranking;
import org.papertide.events.Reason;
import org.papertide.events.Score;
import org.papertide.events.Window;
import org.papertide.events.WindowScore;

/** Scores with all kinds of reasons, and the rankings that they make. */
public final class InventedScores {

    public static final Instant NOW = Instant.parse("2026-05-04T12:30:00Z");

    private static final List<Metric> METRICS = List.of(Metric.values());

    private InventedScores() {}

    /** So many scores, the same for the same seed. */
    public static List<Score> scores(long seed, int count) {
        Random random = new Random(seed);
        List<Score> scores = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            scores.add(score(random, i));
        }
        return scores;
    }

    private static Score score(Random random, int number) {
        PaperSummary sample = SampleEvents.paper(number, "Paper " + number);
        List<Reason> reasons = reasons(random);
        boolean counted = !reasons.getFirst().metric().equals(Reason.RECENCY);
        double rising = counted ? Math.exp(random.nextGaussian() * 3) : 1e-9 / (1 + number);
        double top = counted ? rising + Math.exp(random.nextGaussian() * 3) : rising;
        int hours = random.nextInt(400);
        PaperSummary paper =
                new PaperSummary(
                        sample.id(),
                        sample.title(),
                        sample.authors(),
                        sample.authorCount(),
                        sample.abstractText(),
                        sample.categories(),
                        sample.primaryCategory(),
                        sample.links(),
                        null,
                        NOW.minusSeconds(3_600L * hours + 30),
                        List.of(),
                        null,
                        List.of(),
                        null);
        Map<Window, WindowScore> windows = new EnumMap<>(Window.class);
        for (Window window : Window.values()) {
            boolean inTop = hours < window.length().toHours();
            windows.put(window, new WindowScore(rising, inTop ? top : 0, inTop));
        }
        return new Score(paper, rising, windows, reasons, NOW, "1");
    }

    private static List<Reason> reasons(Random random) {
        if (random.nextInt(8) == 0) {
            return List.of(new Reason(Reason.RECENCY, null, 0, 0, 3, 0, 1, null));
        }
        List<Reason> reasons = new ArrayList<>();
        int count = random.nextInt(3) == 0 ? 2 : 1;
        for (int i = 0; i < count; i++) {
            Metric metric =
                    i == 0 && random.nextInt(3) > 0
                            ? Metric.UPVOTES
                            : METRICS.get(random.nextInt(METRICS.size()));
            long gain = random.nextInt(4) == 0 ? 0 : (long) Math.exp(random.nextGaussian() * 3);
            long reading = gain + random.nextInt(3) * (long) random.nextInt(2_000);
            reasons.add(
                    new Reason(
                            metric.name(),
                            i == 0 ? "huggingface" : "github",
                            reading,
                            gain,
                            Math.exp(random.nextGaussian() * 3),
                            Math.exp(random.nextGaussian() * 2),
                            1.0 / count,
                            note(random)));
        }
        return reasons;
    }

    private static @Nullable String note(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> "CAPPED";
            case 1 -> "UNCONFIRMED";
            case 2 -> "FIRST_READING";
            case 3 -> "OF_A_LATER_RELEASE";
            default -> null;
        };
    }

    /** The scores that an order holds, best first. */
    public static List<Score> inOrder(List<Score> scores, Order order, Window window) {
        Stream<Score> held =
                scores.stream()
                        .filter(score -> order == Order.RISING || inWindow(score, window).inTop());
        return held.sorted(
                        Comparator.comparingDouble(
                                        (Score score) -> inWindow(score, window).value(order))
                                .reversed())
                .toList();
    }

    private static WindowScore inWindow(Score score, Window window) {
        WindowScore value = score.windows().get(window);
        if (value == null) {
            throw new IllegalStateException("invented scores are in every window");
        }
        return value;
    }

    /** The ranking of the scores as the API gives it. */
    public static Ranking ranking(List<Score> scores, Order order, Window window) {
        List<Ranking.Entry> entries = new ArrayList<>();
        for (Score score : inOrder(scores, order, window)) {
            int rank = entries.size() + 1;
            Integer previous = rank % 5 == 0 ? null : Integer.valueOf(1 + (rank * 7) % 23);
            entries.add(
                    new Ranking.Entry(
                            rank,
                            previous,
                            inWindow(score, window).value(order),
                            score.reasons(),
                            score.paper().forRanking()));
        }
        return new Ranking(order, window, null, NOW, entries);
    }
}
