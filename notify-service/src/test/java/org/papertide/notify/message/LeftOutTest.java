package org.papertide.notify.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LeftOutTest {

    private static List<DigestContent.Place> places(int... ranksAndOthers) {
        List<DigestContent.Place> places = new ArrayList<>();
        for (int i = 0; i < ranksAndOthers.length; i += 2) {
            places.add(
                    new DigestContent.Place(
                            ranksAndOthers[i], ranksAndOthers[i + 1], Samples.line(i)));
        }
        return places;
    }

    private static @Nullable String of(
            List<DigestContent.Place> places, List<DigestContent.Place> others, String where) {
        return LeftOut.of(
                places,
                new LeftOut.Elsewhere(others.stream().map(DigestContent.Place::otherRank), where));
    }

    @Test
    void saysNothingWhereNoRankIsMissing() {
        assertThat(of(places(1, 0, 2, 5), places(1, 3), "below")).isNull();
        assertThat(of(List.of(), places(1, 3), "below")).isNull();
    }

    @Test
    void tellsWhatIsInTheOtherListFromWhatWasMailedBefore() {
        assertThat(of(places(2, 0, 4, 0), places(1, 3), "above"))
                .isEqualTo("No. 3 is above. No. 1 was in an earlier mail.");
        assertThat(of(places(5, 0), places(7, 1, 8, 4), "above"))
                .isEqualTo("Nos. 1 and 4 are above. Nos. 2 and 3 were in earlier mails.");
    }

    @Test
    void joinsLongRuns() {
        assertThat(of(places(5, 0, 7, 0, 1_002, 0), places(), "above"))
                .isEqualTo("Nos. 1 to 4, 6 and 8 to 1,001 were in earlier mails.");
    }

    /** Each is said to be in one place. */
    @Test
    void namesEachOtherList() {
        assertThat(
                        LeftOut.of(
                                places(6, 0),
                                new LeftOut.Elsewhere(Stream.of(2, 3), "above"),
                                new LeftOut.Elsewhere(Stream.of(3, 5), "below")))
                .isEqualTo(
                        "Nos. 2 and 3 are above. No. 5 is below. Nos. 1 and 4 were in earlier"
                                + " mails.");
    }
}
