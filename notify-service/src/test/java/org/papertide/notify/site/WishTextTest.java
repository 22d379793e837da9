package org.papertide.notify.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.testing.Growth;

class WishTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "theory of why deep networks generalise, no applications > theory of why deep"
                        + " networks generalise > applications",
                "tides; not about moons > tides > moons",
                "Tides. No moons. > Tides > moons",
                "Tides.  Nothing about moons or salt marshes > Tides > moons|salt marshes",
                "tides, but not moons and stars, nor salt > tides > moons|stars|salt",
                "tides but not moons > tides > moons",
                "tides, without moons, except for stars > tides > moons|stars",
                "tides, and no papers about moons > tides > moons",
                "tides and currents, no moons > tides and currents > moons",
                "tides, ebb, no moons, no stars > tides, ebb > moons|stars",
                "Tides. No moons. Nothing on stars! > Tides > moons|stars",
                "tides — no moons > tides > moons",
                "tides (no moons, no stars) > tides > moons|stars",
                "tides, no moons and/or stars > tides > moons|stars",
                "tides, NO Moons > tides > Moons",
            })
    void partsTheEndOfALine(String line, String about, String notAbout) {
        assertThat(WishText.of(List.of(line)))
                .isEqualTo(new WishText(List.of(about), List.of(notAbout.split("\\|"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "learning without labels",
                "no free lunch theorems",
                "no tides",
                "tides and no moons",
                "tides, ebb and flow",
                "tides, not only of the sea",
                "tides, but not just of the sea",
                "theory, and no more",
                "tides, no-regret learning",
                "black holes, no hair theorem",
                "quantum information, no cloning",
                "bandits, no regret",
                "no regret learning, no free lunch theorems",
                "tides, e.g. no moons",
                "tides, no moons, but stars",
                "tides, no moons. Also stars",
                "tides (no moons) and stars",
                "tides, no",
                "tides, no ,",
                "tides, no moons, ???",
                "???, no moons",
                "tides, nothing but moons",
                " tides  and\tmoons ",
            })
    void leavesALineAsItIsThatIsNoPlainList(String line) {
        assertThat(WishText.of(List.of(line))).isEqualTo(new WishText(List.of(line), List.of()));
    }

    @Test
    void readsEachLineByItself() {
        assertThat(WishText.of(List.of("tides, no moons", "salt", "ebb, no foam")))
                .isEqualTo(new WishText(List.of("tides", "salt", "ebb"), List.of("moons", "foam")));
    }

    private static final List<String> PARTS =
            List.of(
                    "tide", "moon", "salt,", "ebb;", "foam.", "(kelp", "marsh)", "–", "No", "not",
                    "but", "without", "except", "nothing", "about", "on", "for", "papers", "any",
                    "or", "and", "nor", "also", "only", "coral", "basin,");

    private static final Set<String> JOINING =
            Set.of(
                    "no", "not", "but", "without", "except", "nothing", "about", "on", "for",
                    "papers", "any", "or", "and", "nor", "");

    private static List<String> words(Stream<String> texts) {
        return texts.flatMap(text -> Arrays.stream(text.split("[^a-zA-Z]+")))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .filter(word -> !JOINING.contains(word))
                .toList();
    }

    /** Whatever is written: both parts have its words, but those that join, in their order. */
    @Test
    void losesNoWord() {
        Random random = new Random(23);
        int parted = 0;
        for (int round = 0; round < 20_000; round++) {
            List<String> parts = new ArrayList<>();
            for (int i = 1 + random.nextInt(9); i > 0; i--) {
                parts.add(PARTS.get(random.nextInt(PARTS.size())));
            }
            String line = String.join(" ", parts);

            WishText wish = WishText.of(List.of(line));

            assertThat(words(Stream.concat(wish.about().stream(), wish.notAbout().stream())))
                    .as(line)
                    .isEqualTo(words(Stream.of(line)));
            assertThat(WishText.of(wish.about()))
                    .as(line)
                    .isEqualTo(new WishText(wish.about(), List.of()));
            parted += wish.notAbout().isEmpty() ? 0 : 1;
        }
        assertThat(parted).isGreaterThan(1_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {", no ", "a, no b ", " ", "(no ", "but ", "no about ", "a. no b. ", ")"})
    void readsALineInProportionToItsLength(String part) {
        Growth.assertLinear(
                20_000,
                size -> List.of("tides" + part.repeat(size) + "x"),
                lines -> assertThat(WishText.of(lines).about()).hasSize(1));
    }
}
