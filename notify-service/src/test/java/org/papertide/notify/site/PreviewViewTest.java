package org.papertide.notify.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.papertide.notify.SampleEvents;
import org.papertide.notify.candidate.History;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.message.Samples;
import org.papertide.notify.subscription.ThemeWait;
import org.papertide.notify.theme.Preview;

class PreviewViewTest {

    private static final Interest DAILY = interest(Frequency.DAILY, 10);

    private static Interest interest(Frequency frequency, int limit) {
        return new Interest(
                frequency,
                ZoneOffset.UTC,
                8,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                limit);
    }

    private static String sentence(int papers, int days, boolean isPart, int unread) {
        return sentence(DAILY, papers, days, isPart, unread)
                .replace("; a digest brings the highest 10 at most", "");
    }

    private static String sentence(
            Interest interest, int papers, int days, boolean isPart, int unread) {
        return PreviewView.of(
                        new Preview.Passed(
                                papers,
                                new History(days, 700),
                                isPart,
                                unread,
                                List.of(),
                                Optional.empty()),
                        interest,
                        Samples.RHYTHM)
                .sentence();
    }

    /** Papers that would have met it are not what a reader gets. */
    @Test
    void promisesNoMoreThanTheSubscriptionBrings() {
        assertThat(sentence(interest(Frequency.INSTANT, 10), 246, 7, false, 0))
                .isEqualTo(
                        "Of the papers listed in the last 7 days, 246 would have met this; an alert"
                                + " comes for those of them that take off, at most 10 in 24 hours.");
        for (Frequency digest : List.of(Frequency.DAILY, Frequency.WEEKLY)) {
            assertThat(sentence(interest(digest, 3), 714, 7, false, 0))
                    .endsWith(
                            "714 would have met this, about 102 a day; a digest brings the highest"
                                    + " 3 at most.");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0  | none would have met this.
                    1  | one would have met this.
                    3  | 3 would have met this, fewer than one a day.
                    8  | 8 would have met this, about one a day.
                    84 | 84 would have met this, about 12 a day.
                    """)
    void saysHowManyPapersADay(int papers, String met) {
        assertThat(sentence(papers, 7, false, 0))
                .isEqualTo("Of the papers listed in the last 7 days, " + met);
    }

    /** There may be more among those that were not looked at. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0  | none would have met this.
                    3  | 3 would have met this.
                    13 | 13 would have met this, at least one a day.
                    89 | 89 would have met this, at least 12 a day.
                    """)
    void saysTheLeastOfAPartOfThePapers(int papers, String met) {
        assertThat(sentence(papers, 7, true, 0))
                .isEqualTo("Of the highest papers listed in the last 7 days, " + met);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    1 | the last 24 hours
                    2 | the last 2 days
                    """)
    void saysThatNobodyCanTellOfFewDays(int days, String span) {
        assertThat(sentence(40, days, false, 0))
                .isEqualTo(
                        "The site has no papers from earlier days yet, so it cannot estimate how"
                                + " many you would get a day. Of the papers listed in "
                                + span
                                + ", 40 would have met this.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    1 | ; one has not been read yet.
                    2 | ; 2 have not been read yet.
                    """)
    void saysHowManyPapersMayPassAsWell(int unread, String end) {
        assertThat(sentence(14, 7, false, unread)).endsWith(", about 2 a day" + end);
    }

    @Test
    void namesTheHighestAndCountsTheRest() {
        PreviewView view =
                PreviewView.of(
                        new Preview.Passed(
                                3,
                                new History(7, 700),
                                false,
                                0,
                                List.of(
                                        new Preview.Met(SampleEvents.paper(1, "Ebb"), null),
                                        new Preview.Met(SampleEvents.paper(2, "Flow"), null)),
                                Optional.of(ThemeWait.EXAMPLE)),
                        DAILY,
                        Samples.RHYTHM);
        assertThat(view.sentence()).endsWith(":");
        assertThat(view.papers()).containsExactly("Ebb", "Flow", "and 1 more");
        assertThat(view.waits())
                .isEqualTo(
                        "So far without a part of it: a paper that you named as an example is not"
                                + " known here yet.");
    }

    @ParameterizedTest
    @EnumSource
    void saysWhatIsWaitedForAndWhatFollows(ThemeWait wait) {
        assertThat(PreviewView.of(new Preview.Waits(wait), DAILY, Samples.RHYTHM).sentence())
                .isEqualTo("No paper passes yet: " + wait.words() + ". " + wait.advice());
    }
}
