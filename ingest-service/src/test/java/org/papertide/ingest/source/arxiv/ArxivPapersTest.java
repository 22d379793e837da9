package org.papertide.ingest.source.arxiv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.testing.Growth;

class ArxivPapersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "This paper has been withdrawn by the author due to a gap in Lemma 2",
                "This article has been administratively withdrawn for its false authors",
                "arXiv admin note: this version has been removed by arXiv administrators",
                "This submission was removed by the moderators",
                "4 pages, 2 figures. Withdrawn because of a mistake",
                "4 pages, 2 figures Withdrawn because of a mistake",
                "WITHDRAWN: the data are wrong",
                "Paper withdrawn",
                "We have withdrawn this manuscript, and apologise",
                "The author has retracted the paper",
                "withdrawn from arXiv by its authors",
                "It has been withdrawn; see the new version",
                "Withdrawn by the second author; superseded",
                "The author wishes to withdraw this submission",
                "I am withdrawing this paper because of a gap",
                "Overlaps with other papers; this paper is withdrawn by the author",
                "Text overlap with arXiv:1308.4013 by other authors This paper is withdrawn",
                "Submitted to ICML 2026, withdrawn because of a gap in Lemma 2",
                "Supersedes arXiv:2401.01234. Withdrawn by the authors",
                "arXiv administrators have withdrawn this submission"
            })
    void knowsFromTheCommentsThatAPaperIsTakenBack(String comments) {
        assertThat(ArxivPapers.isWithdrawn(comments, "We show it.")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accepted at a conference; this paper was withdrawn from another",
                "Withdrawn from a journal after two years of review",
                "An earlier version of this paper was withdrawn",
                "The claim of Section 5 in v1 has been withdrawn",
                "The dataset has been withdrawn; see the new link",
                "This paper, once withdrawn, is restored with a corrected proof",
                "This note explains why Theorem 3 was withdrawn",
                "A list of withdrawn papers is in the appendix",
                "12 pages, on retracted articles",
                "This paper has not been withdrawn",
                "Supersedes arXiv:1905.00001, which has been withdrawn",
                "We wish to withdraw the claim of Section 2",
                "The authors are withdrawing from the challenge",
                "Supersedes arXiv:2401.01234 (withdrawn)",
                "Supersedes our earlier preprint arXiv:0901.1234, withdrawn",
                "An earlier draft was withdrawn; this is the corrected manuscript",
                "10 pages. The companion article was withdrawn",
                "Our previous paper, now withdrawn, is superseded by this",
                "12 pages, Theorem 3 (withdrawn)",
                "Version 1 was withdrawn by the author because of an error, fixed here",
                "v2 withdrawn by arXiv admins was restored",
                "Submitted to ICML 2026, withdrawn"
            })
    void knowsWhatElseIsWithdrawn(String comments) {
        assertThat(ArxivPapers.isWithdrawn(comments, "We show it.")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "This paper has been withdrawn by the author due to an error in equation 3.",
                "  This submission has been withdrawn at the request of the authors. We had shown",
                "Withdrawn.",
                "Withdrawn due to a sign error",
                "Removed by arXiv administration. This article was copied.",
                "arXiv admin note: This submission has been removed by arXiv administrators",
                "The authors have withdrawn this paper",
                "The paper has been withdrawn by the author.",
                "The paper has been withdrawn due to an error in Lemma 2. We had shown that it is.",
                "Paper withdrawn",
                "Our manuscript was withdrawn"
            })
    void knowsTheAbstractOfAPaperThatIsTakenBack(String text) {
        assertThat(ArxivPapers.isWithdrawn(null, text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "We study retracted papers.",
                "Retracted articles are still cited. We measure how often.",
                "Many retracted papers go on to be cited.",
                "Withdrawn papers are a problem.",
                "This paper studies how retracted work is cited.",
                "In this article we ask why preprints are withdrawn.",
                "Our work is retraction-aware. When a paper has been withdrawn, it says so.",
                "This study of retracted publications is the first of its kind.",
                "Retracted in 2020, the Surgisphere paper is still cited.",
                "The article was retracted in 2010, and still is cited. We study why.",
                "The original article has been retracted, but its claims live on.",
                "The paper by Smith was withdrawn because of an error. We repair it.",
                "Withdrawn by patients, consent is not given again. We study trials.",
                "Retracted: papers and their citations"
            })
    void knowsAnAbstractAboutWithdrawal(String text) {
        assertThat(ArxivPapers.isWithdrawn(null, text)).isFalse();
    }

    @Test
    void findsTheOneRepositoryThatIsNamed() {
        assertThat(ArxivPapers.findRepository(null, "Code: GitHub.com/tides/papers.git."))
                .contains("https://github.com/tides/papers");
        assertThat(
                        ArxivPapers.findRepository(
                                "https://www.gitlab.com/a/b", "See gitlab.com/A/B, too"))
                .contains("https://gitlab.com/a/b");
        assertThat(ArxivPapers.findRepository("github.com/a/b", "github.com/a/c")).isEmpty();
        assertThat(ArxivPapers.findRepository("no address", "notgithub.com/a/b")).isEmpty();
    }

    @Test
    void findsARepositoryInTimeInProportionToTheText() {
        for (String unit :
                List.of(
                        "/",
                        "a",
                        "https://",
                        "www.",
                        "github",
                        "github.com/",
                        "github.com/a",
                        "github.com/a/.",
                        "github.com/a/b-",
                        "github.com/a/b ",
                        "http://www.gitlab.com/-/.git ")) {
            Growth.assertLinear(
                    4_000,
                    unit::repeat,
                    text -> {
                        var _ = ArxivPapers.findRepository("/", text);
                    });
        }
        Growth.assertLinear(
                20_000,
                size -> "github.com/a/" + ".".repeat(size),
                text -> {
                    var _ = ArxivPapers.findRepository(text);
                });
    }
}
