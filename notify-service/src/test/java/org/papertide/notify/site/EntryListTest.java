package org.papertide.notify.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.signup.PaperNames;
import org.papertide.testing.Growth;
import org.papertide.testing.property.Properties;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.Generate;

class EntryListTest {

    @Test
    void readsWhatPeopleType() {
        assertThat(EntryList.parse(List.of("cs.LG, stat.ML;\r\n cs.CL ,")))
                .containsExactly("cs.LG", "stat.ML", "cs.CL");
        assertThat(EntryList.parse(List.of(" \"Jordan, Michael\" , Ada;")))
                .containsExactly("Jordan, Michael", "Ada");
        assertThat(EntryList.parse(List.of("5\" screen, \"quoted\" text, \"open, end")))
                .containsExactly("5\" screen", "\"quoted\" text", "\"open", "end");
        assertThat(EntryList.parse(List.of("", ",", "\"\"", "a", "a"))).containsExactly("a");
    }

    /** Entries of the signs that a list gives a meaning to, stripped, each once. */
    private static Gen<List<String>> entries() {
        Gen<String> sign =
                Generate.pick(List.of("a", "b", " ", ",", ";", "\"", "\n", "'", "\u00e9"));
        Gen<String> entry =
                Properties.lists(sign, 1, 8).map(signs -> String.join("", signs).strip());
        return Properties.lists(entry, 0, 4)
                .map(entries ->
                        entries.stream().filter(each -> !each.isEmpty()).distinct().toList());
    }

    @Test
    void readsBackWhatItWrites() {
        Properties.examples(5_000)
                .forAll(entries())
                .checkAssert(entries ->
                        assertThat(EntryList.parse(List.of(EntryList.format(entries))))
                                .isEqualTo(entries));
    }

    /** Identities of papers are longer than words, and old ones of publishers have semicolons. */
    @Test
    void readsBackTheLongestEntryOfEachField() {
        for (int length : List.of(Interest.MAX_ENTRY, PaperNames.MAX_TEXT)) {
            for (String sign : List.of(";", "\"", ",", "a")) {
                List<String> entries = List.of(";" + sign.repeat(length - 2) + "2", "b");
                assertThat(EntryList.parse(List.of(EntryList.format(entries))))
                        .as("%d of %s", length, sign)
                        .isEqualTo(entries);
            }
        }
    }

    @Test
    void takesTimeInProportionToTheText() {
        for (String part : List.of(",", "a,", "\"", "\"a\",", "\"\"", " ", "\"a,")) {
            Growth.assertLinear(
                    20_000, n -> List.of(part.repeat(n)), texts -> EntryList.parse(texts));
        }
    }
}
