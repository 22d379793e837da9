package org.papertide.notify;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.papertide.events.Breakout;
import org.papertide.events.Links;
import org.papertide.events.PaperId;
import org.papertide.events.PaperSummary;
import org.papertide.events.Reason;
import org.papertide.events.Score;
import org.papertide.events.Window;
import org.papertide.events.WindowScore;
import org.papertide.testing.SamplePaper;

/** Events as the ranking sends them. */
public final class SampleEvents {

    private SampleEvents() {}

    /** The id of a numbered paper. */
    public static PaperId id(int number) {
        return SamplePaper.id("2605", number);
    }

    public static PaperSummary paper(int number, String title, PaperId... aliases) {
        return SamplePaper.of(id(number), Instant.parse("2026-05-04T01:30:00Z"))
                .title(title)
                .abstractText("We measure how attention to paper " + number + " rises and falls.")
                .authors(List.of("Ada Ebb", "José Flow"))
                .categories("cs.LG", "stat.ML")
                .links(
                        new Links(
                                URI.create("https://arxiv.org/abs/2605.%05d".formatted(number)),
                                null,
                                null,
                                null,
                                null))
                .aliases(List.of(aliases))
                .summary();
    }

    public static Reason reason() {
        return new Reason("UPVOTES", "huggingface", 42, 30, 6.5, 3.25, 1, null);
    }

    public static Score score(PaperSummary paper, double rising, double top, Instant at) {
        WindowScore value = new WindowScore(rising, top, true);
        return new Score(
                paper,
                rising,
                Map.of(Window.DAY, value, Window.WEEK, value),
                List.of(reason()),
                at,
                "1");
    }

    public static Breakout breakout(PaperSummary paper, double score, Instant at) {
        return new Breakout(paper, score, 40, 1, List.of(reason()), at);
    }
}
