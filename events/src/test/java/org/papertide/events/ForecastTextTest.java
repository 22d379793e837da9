package org.papertide.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ForecastTextTest {

    private static final List<Reason> UPVOTES = List.of(reason("UPVOTES", 118));
    private static final List<Reason> POINTS = List.of(reason("HN_POINTS", 118));
    private static final List<Reason> BOTH =
            List.of(reason("UPVOTES", 118), reason("HN_POINTS", 9));
    private static final List<Reason> RECENCY = List.of(reason(Reason.RECENCY, 0));

    @Test
    void tellsTheExpectedGain() {
        assertThat(ForecastText.of(Order.RISING, 1_204.4, UPVOTES))
                .isEqualTo("about 1,204 more upvotes within a day");
        assertThat(ForecastText.gain(0.3, UPVOTES))
                .isEqualTo("hardly any more upvotes within a day");
    }

    @Test
    void tellsTheExpectedEnd() {
        assertThat(ForecastText.of(Order.TOP, 310.2, UPVOTES))
                .isEqualTo("about 310 upvotes in the end");
    }

    @Test
    void saysWhatItIsWorthWhereNotOnlyUpvotesAreCounted() {
        assertThat(ForecastText.gain(1, POINTS))
                .isEqualTo("worth about 1 more upvote within a day");
        assertThat(ForecastText.gain(20, BOTH))
                .isEqualTo("worth about 20 more upvotes within a day");
        assertThat(ForecastText.end(20, POINTS)).isEqualTo("worth about 20 upvotes in the end");
    }

    /** What has no weight is not printed. */
    @Test
    void isOfUpvotesWhereAReaderSeesThemAlone() {
        Reason weightless = new Reason("HN_POINTS", "hackernews", 9, 3, 2, 1, 0.04, null);
        List<Reason> reasons = List.of(reason("UPVOTES", 118), weightless);

        assertThat(ReasonText.sentences(reasons)).hasSize(1);
        assertThat(ForecastText.gain(20, reasons)).isEqualTo("about 20 more upvotes within a day");
        assertThat(ForecastText.end(200, reasons)).isEqualTo("about 200 upvotes in the end");
    }

    @Test
    void forecastsNoEndBelowWhatIsCounted() {
        assertThat(ForecastText.end(117.6, UPVOTES)).isEqualTo("about 118 upvotes in the end");
        assertThat(ForecastText.end(60, UPVOTES))
                .isEqualTo("counted as about 60 upvotes in the end");
        assertThat(ForecastText.end(60, BOTH))
                .isEqualTo("counted as worth about 60 upvotes in the end");
    }

    @Test
    void forecastsNothingFromNothing() {
        assertThat(ForecastText.gain(1e-9, RECENCY)).isEmpty();
        assertThat(ForecastText.end(1e-9, RECENCY)).isEmpty();
        assertThat(ForecastText.end(0, List.of())).isEmpty();
    }

    private static Reason reason(String metric, long reading) {
        return new Reason(metric, "huggingface", reading, 3, 2, 1, 1, null);
    }
}
