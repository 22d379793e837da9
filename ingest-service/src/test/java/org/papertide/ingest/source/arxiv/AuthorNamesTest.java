package org.papertide.ingest.source.arxiv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.testing.Growth;

class AuthorNamesTest {

    @Test
    void partsNamesAtCommasAndAnds() {
        assertThat(AuthorNames.split("A. Alpha, B. Beta (U. of E, F)  and\n C. Gamma"))
                .containsExactly("A. Alpha", "B. Beta", "C. Gamma");
        assertThat(AuthorNames.split("A. Alpha, and B. Anderson; C. Fernand"))
                .containsExactly("A. Alpha", "B. Anderson", "C. Fernand");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    The TIDE Collaboration: A. Alpha, B. Beta | The TIDE Collaboration/A. Alpha/B. Beta
                    A. Alpha, B. Beta (for the TIDE Collaboration) | A. Alpha/B. Beta
                    Ann D. Alpha, Jr., Bo Beta, III, C. Gamma, Ph.D. | Ann D. Alpha Jr./Bo Beta III/C. Gamma Ph.D.
                    Jr., A. Alpha                             | Jr./A. Alpha
                    A. Alpha et al.                           | A. Alpha
                    A. Alpha, B. Beta, et al                  | A. Alpha/B. Beta
                    A. Alpha, B. Beta, and others             | A. Alpha/B. Beta
                    A. Alpha & B. Beta                        | A. Alpha/B. Beta
                    A. Alpha \\& B. Beta                      | A. Alpha/B. Beta
                    A. Alpha (Univ. of X, B. Beta, C. Gamma   | A. Alpha/B. Beta/C. Gamma
                    A. Alpha (U (Paris), F), B. Beta), C. Gamma | A. Alpha/B. Beta/C. Gamma
                    A. Alpha(1), B. Beta(2) ((1) U., (2) V.)  | A. Alpha/B. Beta
                    A. Alpha ; B. Beta                        | A. Alpha/B. Beta
                    Ferdinand, Sandy Andrews, and Victoria    | Ferdinand/Sandy Andrews/Victoria
                    A. Alpha, on behalf of the TIDE Collaboration | A. Alpha/the TIDE Collaboration
                    A. Alpha for the TIDE Collaboration       | A. Alpha/the TIDE Collaboration
                    A. Alpha, with an appendix by B. Beta     | A. Alpha/B. Beta
                    A. Alpha, With an Appendix by B. Beta     | A. Alpha/B. Beta
                    A. Alpha with appendices by B. Beta and C. Gamma | A. Alpha/B. Beta/C. Gamma
                    A. Alpha, with an appendix joint with B. Beta | A. Alpha/B. Beta
                    A. Alpha and, B. Beta AND C. Gamma        | A. Alpha/B. Beta/C. Gamma
                    A. Alpha$^{1,2}$, B. Beta^3, C. Gamma [4] | A. Alpha/B. Beta/C. Gamma
                    A. Alpha[1,2], B. Beta[2]                 | A. Alpha/B. Beta
                    A. Alpha [1, 2], B. Beta [a,b] and C. Gamma[*,1;3] | A. Alpha/B. Beta/C. Gamma
                    A. Alpha\\thanks{U. of E, F}, B. Beta    | A. Alpha/B. Beta
                    A. Alpha[\u2020,\u2021], B. Beta[1-3]      | A. Alpha/B. Beta
                    Fr\\^{e}d\\'eric Alpha                  | Fr\\^{e}d\\'eric Alpha
                    Erd{\\H{o}}s, G{\\"o}del               | Erd{\\H{o}}s/G{\\"o}del
                    \u674e\u660e\u3001\u738b\u82b3\uff0c\u5f20\u4f1f | \u674e\u660e/\u738b\u82b3/\u5f20\u4f1f
                    Jo{\\'a}o {da, Silva                    | Jo{\\'a}o {da, Silva
                    (The TIDE Collaboration)                  | The TIDE Collaboration
                    (TIDE Collaboration) A. Alpha, B. Beta    | TIDE Collaboration/A. Alpha/B. Beta
                    (for the TIDE Collaboration) A. Alpha     | the TIDE Collaboration/A. Alpha
                    (TIDE Collaboration), A. Alpha (U., F)    | TIDE Collaboration/A. Alpha
                    (A. Alpha, B. Beta (U. of E)) and C. Gamma | A. Alpha/B. Beta/C. Gamma
                    (Max) Alpha, B. Beta                      | Max Alpha/B. Beta
                    (1) A. Alpha, (2) B. Beta                 | A. Alpha/B. Beta
                    (U. of E, F) A. Alpha                     | A. Alpha
                    (A. Alpha, B. Beta                        | A. Alpha/B. Beta
                    """)
    void takesListsApartAsTheyAreWritten(String line, String names) {
        assertThat(AuthorNames.split(line)).containsExactly(names.split("/", -1));
    }

    @Test
    void leavesOutSuffixesThatNobodyHas() {
        assertThat(AuthorNames.split("A. Alpha, Jr., Ph.D., M.D., III, IV, B. Beta, Sr."))
                .containsExactly("A. Alpha Jr. Ph.D. M.D.", "B. Beta Sr.");
    }

    @Test
    void takesTimeInProportionToItsInput() {
        for (String unit :
                List.of(
                        " ", " and", "and ", "\n\t", ",", "(", ")", "a ", "{", "}", "^{", "[1",
                        " for ", "$^", ",Jr.", ", II")) {
            Growth.assertLinear(50_000, count -> "A" + unit.repeat(count), AuthorNames::split);
        }
    }
}
