package org.papertide.notify.message;

import java.net.URI;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Links;
import org.papertide.events.PaperId;
import org.papertide.events.PaperSummary;
import org.papertide.events.Reason;

/** Invented papers for tests of mails and pages. */
public final class Samples {

    public static final MailRhythm RHYTHM = new MailRhythm(DayOfWeek.MONDAY, 10);

    public static final Instant NOW = Instant.parse("2026-03-02T07:00:00Z");

    private static final List<String> TITLES =
            List.of(
                    "Tidal Attention: Reading Long Sequences in the Rhythm of Their Own Changes",
                    "On the $O(n\\log n)$ Geometry of Sleeping Gradients",
                    "Small Models That Know What They Do Not Know",
                    "K\\\"orner's Lemma Revisited: A Shorter Proof by Weights",
                    "Learning to Fold Laundry from Eleven Minutes of Video",
                    "A Census of Failing Benchmarks",
                    "Diffusion without Noise: Deterministic Bridges between Images",
                    "What Does a Reward Model Reward?");

    private static final String ABSTRACT =
            "We ask how far a model can read when it attends only to what has changed since it last"
                    + " looked. Tidal attention keeps a running summary of the sequence and spends its"
                    + " computation where the summary fails, which on natural text is about one token"
                    + " in $30$. On five public suites it matches full attention at a ninth of its"
                    + " cost, and on recordings of a week's length, which full attention cannot hold at"
                    + " all, it stays within 2\\% of an oracle.";

    private Samples() {}

    public static PaperLine line(int number) {
        return new PaperLine(
                paper(number, TITLES.get(number % TITLES.size()), ABSTRACT),
                120.4 - number,
                List.of(reason("UPVOTES", 118 + number, 42, 6.2, 3.1, 0.8, null)));
    }

    public static List<PaperLine> lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(Samples::line).toList();
    }

    public static PaperSummary paper(int number, String title, @Nullable String text) {
        String id = "2603.%05d".formatted(number);
        return new PaperSummary(
                new PaperId("arxiv:" + id),
                title,
                List.of("Ada Marsh", "Tomás O'Dowd", "Li Wei", "Noor Haddad", "Per Åberg"),
                12,
                text,
                List.of("cs.LG", "stat.ML"),
                "cs.LG",
                new Links(
                        URI.create("https://arxiv.org/abs/" + id),
                        URI.create("https://arxiv.org/pdf/" + id),
                        URI.create("https://huggingface.co/papers/" + id),
                        URI.create("https://github.com/example/paper-" + number),
                        null),
                NOW.minusSeconds(86_400),
                NOW.minusSeconds(40_000),
                List.of(),
                null,
                List.of(),
                null);
    }

    public static Reason reason(
            String metric,
            long reading,
            long gain,
            double hours,
            double expected,
            double share,
            @Nullable String note) {
        return new Reason(metric, "huggingface", reading, gain, hours, expected, share, note);
    }
}
