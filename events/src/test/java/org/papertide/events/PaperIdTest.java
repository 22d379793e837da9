package org.papertide.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.YearMonth;
import java.util.HashSet;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaperIdTest {

    @ParameterizedTest
    @CsvSource({
        "2409.01234, arxiv:2409.01234",
        "2409.01234v3, arxiv:2409.01234",
        "arXiv:2409.01234v1, arxiv:2409.01234",
        "0704.0001, arxiv:0704.0001",
        "http://arxiv.org/abs/2609.30233v1, arxiv:2609.30233",
        "https://arxiv.org/pdf/2609.30233v1.pdf, arxiv:2609.30233",
        "https://export.arxiv.org/abs/hep-ex/0307015v2, arxiv:hep-ex/0307015",
        "oai:arXiv.org:hep-th/9901001, arxiv:hep-th/9901001",
        "math.GT/0309136, arxiv:math/0309136",
        "cond-mat/0702661v2, arxiv:cond-mat/0702661",
        "arxiv.org/abs/2409.01234, arxiv:2409.01234",
        "https://arxiv.org/abs/2409.01234v2/?context=cs.LG, arxiv:2409.01234",
        "https://arxiv.org/abs/2409.01234#S3, arxiv:2409.01234",
        "arXiv:2409.01234v2 [cs.LG], arxiv:2409.01234",
    })
    void readsEverySpellingOfAnArxivId(String text, String id) {
        assertThat(PaperId.findArxiv(text)).contains(new PaperId(id));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abc",
                "2409.123",
                "1234",
                "https://example.org/abs/2409.01234",
                "2409.01234x",
                "2409.01234 x",
                "\u0662\u0664\u0660\u0669.\u0660\u0661\u0662\u0663\u0664",
                "https://arxiv.org.example.org/abs/2409.01234"
            })
    void leavesOtherTextAlone(String text) {
        assertThat(PaperId.findArxiv(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.5802/JEP.257, doi:10.5802/jep.257",
        "https://doi.org/10.1103/PhysRevD.76.013009, doi:10.1103/physrevd.76.013009",
        "doi: 10.1000/182, doi:10.1000/182",
        "10.48550/arXiv.2409.01234, arxiv:2409.01234",
        "https://doi.org/10.48550/ARXIV.HEP-EX/0307015, arxiv:hep-ex/0307015",
    })
    void readsDois(String text, String id) {
        assertThat(PaperId.findDoi(text)).contains(new PaperId(id));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    10.1002/(SICI)1099(199601)36:1<11::AID-XYZ9>3.0.CO;2-6 | 10.1002/(sici)1099(199601)36:1<11::aid-xyz9>3.0.co;2-6
                    https://doi.org/10.1002%2F(SICI)1%3C2%3E3.0.CO%3B2-6   | 10.1002/(sici)1<2>3.0.co;2-6
                    10.1103/PhysRevX.0.000001.                             | 10.1103/physrevx.0.000001
                    doi:10.1103/PhysRevX.0.000001,                         | 10.1103/physrevx.0.000001
                    https://www.doi.org/10.1000/%41B%20C                   | 10.1000/ab%20c
                    doi.org/10.1000/182).                                  | 10.1000/182
                    10.1000/(182)                                          | 10.1000/(182)
                    info:doi/10.1000/182                                   | 10.1000/182
                    10.1000/1\u200b82\u2060                                | 10.1000/182
                    https://doi.org/10.1000/182?utm_source=x               | 10.1000/182
                    doi.org/10.1000/182?a=b#sec1                           | 10.1000/182
                    https://dx.doi.org/10.1000/18%232#sec1                 | 10.1000/18#2
                    https://doi.org/10.1002/(SICI)1<2::AID>3.0.CO;2-#      | 10.1002/(sici)1<2::aid>3.0.co;2-#
                    https://doi.org/10.1000/ab#                            | 10.1000/ab#
                    10.1000/18?2                                           | 10.1000/18?2
                    10.1145/123”                                           | 10.1145/123
                    10.1145/123".                                          | 10.1145/123
                    10.1145/123]                                           | 10.1145/123
                    10.1145/1[2]3]),                                       | 10.1145/1[2]3
                    10.1145/123。                                           | 10.1145/123
                    10.1145/123》。                                          | 10.1145/123
                    10.1007/978-3-642-15205-4\\_22                          | 10.1007/978-3-642-15205-4_22
                    10.1000/a(b)c]).»                                      | 10.1000/a(b)c
                    10.1002/(SICI)1&lt;2::AID&gt;3.0.CO;2-6                | 10.1002/(sici)1<2::aid>3.0.co;2-6
                    """)
    void readsDoisAsTheyAreWritten(String text, String doi) {
        assertThat(PaperId.findDoi(text)).contains(new PaperId("doi:" + doi));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(see doi.org/10.1000/182).", "10.1000/1\u00a082", "10.1000/1\u008582"})
    void knowsThatNoDoiHasSpacesInIt(String text) {
        assertThat(PaperId.findDoi(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    2611.83296.                                    | arxiv:2611.83296
                    <https://arxiv.org/abs/2611.83296>             | arxiv:2611.83296
                    https://huggingface.co/papers/2611.99353       | arxiv:2611.99353
                    www.alphaxiv.org/abs/2611.99353v1?tab=chat#top | arxiv:2611.99353
                    https://example.org/papers/arxiv:2611.99353    | arxiv:2611.99353
                    http://localhost:8080/papers/arxiv:2611.99353  | arxiv:2611.99353
                    /papers/doi:10.1000/Xyz                        | doi:10.1000/xyz
                    example.org:8080/papers/title:0123456789abcdef0123456789abcdef | title:0123456789abcdef0123456789abcdef
                    https://dl.acm.org/doi/abs/10.1145/3292500     | doi:10.1145/3292500
                    https://www.biorxiv.org/content/10.1101/2026.01.01.573000v2.full | doi:10.1101/2026.01.01.573000
                    https://www.frontiersin.org/articles/10.3389/fnins.2026.00001/full | doi:10.3389/fnins.2026.00001
                    https://example.org/papers/doi:10.7287/peerj.270v1 | doi:10.7287/peerj.270v1
                    10.7287/peerj.270v1                            | doi:10.7287/peerj.270v1
                    https:/huggingface.co/papers/2611.99353        | arxiv:2611.99353
                    https:/arxiv.org/abs/2611.99353v2              | arxiv:2611.99353
                    https:/doi.org/10.1000/182                     | doi:10.1000/182
                    title:0123456789abcdef0123456789abcdef         | title:0123456789abcdef0123456789abcdef
                    2611.83296 2611.99353                          |
                    and/or                                         |
                    https://example.org/papers                     |
                    """)
    void readsWhatAPersonWritesToNameAPaper(String text, @Nullable String id) {
        assertThat(PaperId.findInText(text)).isEqualTo(Optional.ofNullable(id).map(PaperId::new));
        assertThat(PaperId.findAllInText(text))
                .containsAll(PaperId.findInText(text).stream().toList())
                .hasSameSizeAs(new HashSet<>(PaperId.findAllInText(text)));
    }

    /** A DOI may have any character, so what an address has behind one may be a part of it. */
    @Test
    void findsEachPaperThatAnAddressMayMean() {
        assertThat(PaperId.findAllInText("https://doi.org/10.1000/a.pdf?b=c"))
                .extracting(PaperId::value)
                .containsExactly("doi:10.1000/a.pdf", "doi:10.1000/a");
        assertThat(PaperId.findAllInText("10.1000/a.pdf?b=c"))
                .extracting(PaperId::value)
                .containsExactly("doi:10.1000/a.pdf?b=c", "doi:10.1000/a.pdf", "doi:10.1000/a");
        assertThat(PaperId.findCanonical("doi:10.1000/a.")).contains(new PaperId("doi:10.1000/a."));
        assertThat(PaperId.findCanonical("10.1000/a")).isEmpty();
        assertThat(PaperId.findCanonical("arxiv:2409.01234v2")).isEmpty();
        assertThat(PaperId.findAllInText("10.1000/a" + "/".repeat(250)))
                .as("no address has so many")
                .hasSizeBetween(2, 10);
        assertThat(PaperId.findAllInText("a.example/10.1000%2Fa"))
                .containsExactly(new PaperId("doi:10.1000/a"));
        assertThat(PaperId.findAllInText("10.1000/full"))
                .containsExactly(new PaperId("doi:10.1000/full"));
        assertThat(PaperId.findAllInText("https://example.org/full")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2613.94001",
                "2600.00001",
                "2611.9301",
                "1412.01234",
                "0703.1234",
                "math/0704001",
                "math/9913001",
                "1501.0001"
            })
    void knowsThatArxivGaveNoSuchId(String text) {
        assertThat(PaperId.findArxiv(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0704.0001", "1412.9999", "1501.00001", "math/0703001", "hep-th/9108001"})
    void knowsTheMonthsInWhichTheFormOfIdsChanged(String text) {
        assertThat(PaperId.findArxiv(text)).contains(new PaperId("arxiv:" + text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc/0301001", "articles/9912345", "example-org/0301001"})
    void knowsThatArxivHasNoSuchArchive(String text) {
        assertThat(PaperId.findArxiv(text)).isEmpty();
        assertThat(PaperId.findDoi("10.48550/arXiv." + text)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("longTexts")
    void findsNothingInATextThatIsLongerThanAnyId(String text) {
        assertThat(PaperId.findArxiv(text)).isEmpty();
        assertThat(PaperId.findDoi("10.48550/arXiv." + text)).isEmpty();
    }

    static Stream<String> longTexts() {
        return Stream.of(286, 287, 300, 941, 100_000)
                .flatMap(length ->
                        Stream.of(
                                "a".repeat(length) + "/0301001",
                                "math/" + "0".repeat(length),
                                "a-".repeat(length) + "/0301001",
                                "a-" + "a".repeat(length) + ".gt/0301001",
                                "2409.01234v" + "1".repeat(Math.max(length, 930))));
    }

    @Test
    void refusesEndlessDois() {
        assertThat(PaperId.findDoi("10.1000/" + "x".repeat(1000))).isEmpty();
    }

    @Test
    void sameTitleInAnotherDressIsTheSamePaper() {
        assertThat(PaperId.ofTitle("Tides: of\n Attention—ﬁrst!"))
                .isEqualTo(PaperId.ofTitle("TIDES OF ATTENTION FIRST"))
                .isNotEqualTo(PaperId.ofTitle("Tides of Attention"));
        assertThat(PaperId.ofTitle("注意力的潮汐").value()).matches("title:[0-9a-f]{32}");
    }

    @Test
    void titleIdIsStableForEver() {
        // Computed apart: printf 'attentionisallyouneed' | sha256sum | cut -c1-32
        assertThat(PaperId.ofTitle("Attention Is All You Need").value())
                .isEqualTo("title:5563e10cdb032fc9fb22bd922028dfb1");
    }

    @Test
    void refusesTitlesWithoutLetters() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PaperId.ofTitle("?! — …"))
                .withMessageStartingWith("title:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arxiv:2409.01234v1",
                "doi:10.1000/ABC",
                "doi:10.48550/arxiv.2409.01234",
                "title:xyz",
                "isbn:1",
                "2409.01234",
                ""
            })
    void refusesWhatIsNotCanonical(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new PaperId(value));
    }

    @ParameterizedTest
    @CsvSource({
        "arxiv:2409.01234, 2024-09",
        "arxiv:0704.0001, 2007-04",
        "arxiv:hep-ex/0307015, 2003-07",
        "arxiv:hep-th/9901001, 1999-01"
    })
    void readsTheMonthThatAnArxivIdNames(String id, YearMonth month) {
        assertThat(new PaperId(id).month()).contains(month);
    }

    @Test
    void namesNoMonthOtherwise() {
        assertThat(new PaperId("arxiv:2413.01234").month()).isEmpty();
        assertThat(PaperId.ofTitle("2409.01234").month()).isEmpty();
    }
}
