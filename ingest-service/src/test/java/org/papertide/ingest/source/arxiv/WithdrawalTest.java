package org.papertide.ingest.source.arxiv;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WithdrawalTest {

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
                "arXiv administrators have withdrawn this submission",
                "Superseded by arXiv:1234.5678, withdrawn",
                "Merged into arXiv:1234.5678, withdrawn",
                "This paper has been removed by the author",
                "The author has removed this paper",
                "Removed by the authors due to error",
                "Author has withdrawn paper",
                "Author withdraws paper",
                "The author withdraws this paper",
                "Authors withdrew it",
                "Paper under revision, currently withdrawn",
                "This entry has been withdrawn",
                "The paper contains an error and is withdrawn",
                "Withdrawing: error in proof",
                "This manuscript has been retracted by its authors owing to a flawed data set",
                "Removed by the first author because of a licence dispute",
                "The authors removed this preprint for legal reasons",
                "The author withdrew it after finding a counterexample",
                "Authors retract this article: Lemma 4 fails",
                "I withdraw the paper",
                "8 pages, 3 tables; withdrawn pending a corrected proof",
                "This record is withdrawn",
                "This upload was withdrawn by the submitter's co-author",
                "Merged with arXiv:2203.01234; withdrawn",
                "Superseded by arXiv:2105.09876, this version is withdrawn",
                "Replaced by arXiv:1907.00123 (withdrawn)",
                "The proof has a gap, so this submission has been withdrawn",
                "The manuscript needs major changes and has been withdrawn",
                "Retracting: the main bound is wrong",
                "Withdrawing this paper while we repair Section 3",
                "Draft, temporarily withdrawn",
                "Currently withdrawn for revision",
                "ArXiv admins have removed this submission at the request of the authors",
                "Our article is hereby withdrawn",
                "12 pages. The authors have decided to withdraw the manuscript",
                "Withdrawn in order to be rewritten",
                "The work duplicates arXiv:1801.01234 and is withdrawn",
                "Preprint withdrawn (double submission)",
                "Text overlap with arXiv:1511.01234. Withdrawn by arXiv",
                "Withdrawn, see arXiv:2101.01234",
                "Withdrawn by author, replaced by arXiv:2101.01234",
                "The paper is being withdrawn",
                "Withdrawn by request of a coauthor",
                "Article withdrawn by the authors because it extends arXiv:1001.0001",
                "This paper extends arXiv:1001.0001 but has been withdrawn",
                "This paper has been superseded by arXiv:1001.0001 and is withdrawn",
                "withdrawn (error in section 4)",
                "This paper was removed by arXiv moderators",
                "Has been withdrawn by the author",
                "Accepted by PLOS ONE. The authors have withdrawn the preprint since",
                "Please note: this manuscript is retracted",
                "Withdrawn; will be restored when the proof is complete",
                "WITHDRAWN (by author)",
                "Paper withdrawn by the authors; a reply to comments follows",
                "Contained in arXiv:1502.01234, therefore withdrawn",
                "6 pages. [Withdrawn]"
            })
    void knowsFromTheCommentsThatAPaperIsTakenBack(String comments) {
        assertThat(Withdrawal.isSaid(comments, "We show it.")).isTrue();
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
                "Submitted to ICML 2026, withdrawn",
                "Extends arXiv:0901.1234 (withdrawn)",
                "See also: arXiv:1234.5678 (retracted)",
                "Erratum to arXiv:1234.5678 (withdrawn by the author)",
                "Contains material of arXiv:1234.5678, which has been withdrawn by the authors",
                "Comment on arXiv:1301.0001, now withdrawn",
                "Comment on: \"Foo\" (retracted)",
                "Reply to a paper withdrawn by its authors",
                "Keywords: pharmacovigilance, withdrawn drugs, graph neural networks",
                "12 pages, code and data, retracted claims dataset",
                "10 pages; withdrawn consent study",
                "3 figures. Withdrawn proposals are analysed",
                "Non-withdrawn version",
                "un-withdrawn",
                "Withdrawn version restored",
                "Withdrawn in v2, restored in v3",
                "Withdrawn ICLR 2024 submission",
                "Response to arXiv:2012.01234 (withdrawn)",
                "Builds on arXiv:1602.01234, since withdrawn",
                "Addendum to arXiv:1111.1234, withdrawn by its author",
                "Corrects the proof of arXiv:1212.3456, which was withdrawn",
                "Rebuttal of \"A proof of P=NP\", now withdrawn",
                "Our sequel to a preprint retracted by the authors",
                "14 pages; withdrawn pesticides and their residues",
                "Keywords: retracted publications, bibliometrics",
                "9 pages, data on withdrawn troops",
                "5 figures. Retracted needles cause less tissue damage",
                "Withdrawn in v3 by mistake, reinstated in v4",
                "The unwithdrawn version",
                "Withdrawn ECCV 2022 paper, revised",
                "Typos removed by the authors",
                "We removed the manuscript page numbers",
                "The patent application was withdrawn",
                "Appendix B has been removed by the author",
                "The dataset was retracted by its authors; results are recomputed",
                "This paper was withdrawn from KDD 2023",
                "Reply to arXiv:0705.1234 and to its retracted sequel",
                "The authors do not withdraw this paper",
                "We decided to withdraw Conjecture 2",
                "Former version withdrawn, this one is complete",
                "Full version of a withdrawn workshop paper",
                "We comment on a paper that was withdrawn",
                "The journal version has been withdrawn",
                "An error in the withdrawn version is fixed",
                "Corrected version of arXiv:1234.5678v1, which was withdrawn",
                "Contains results from our withdrawn manuscript",
                "This replaces a withdrawn paper",
                "The submission to NeurIPS was withdrawn",
                "Paper withdrawn from ICLR",
                "This paper will not be withdrawn",
                "Lemma 4 has been removed by the authors",
                "The paper [12] has been withdrawn",
                "arXiv:1234.5678 has been withdrawn",
                "The paper arXiv:1234.5678 has been withdrawn by its authors",
                "Refutation of \"On X\" (withdrawn by its authors)",
                "Notes on hep-th/9901001 (withdrawn)",
                "Counterexample to the theorem of Smith et al. (withdrawn)",
                "We analyse funds withdrawn by the users",
                "7 pages, 2 figures, withdrawn from PRL",
                "Translation of a report withdrawn by the ministry",
                "We thank the authors of the withdrawn paper",
                "Withdrawn votes, 12 pages",
                "Accepted at ICML, withdrawn",
                "The paper was accepted at a workshop but was withdrawn",
                "The work extends a study which was refuted and is withdrawn"
            })
    void knowsWhatElseIsWithdrawn(String comments) {
        assertThat(Withdrawal.isSaid(comments, "We show it.")).isFalse();
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
                "Our manuscript was withdrawn",
                "The authors withdraw this manuscript because of an error in the code.",
                "This preprint has been removed by the authors.",
                "The paper is withdrawn.",
                "Our article has been retracted since the measurements cannot be repeated.",
                "This work was withdrawn by the author due to a bug in the simulation.",
                "The authors would like to withdraw this submission.",
                "arXiv admin note: withdrawn by arXiv admin because of plagiarism.",
                "This version of the paper has been withdrawn due to an error.",
                "The manuscript has been retracted due to a missing lemma. We had claimed a bound."
            })
    void knowsTheAbstractOfAPaperThatIsTakenBack(String text) {
        assertThat(Withdrawal.isSaid(null, text)).isTrue();
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
                "Retracted: papers and their citations",
                "This paper was retracted in 2012 by Science; we analyse its citations.",
                "The article was withdrawn by the authors in 2005 but still gets cited; we ask why.",
                "The paper was retracted because of fraud, yet citations continue. We study 40 such cases.",
                "This article was retracted in 2015 by Nature. We trace its influence.",
                "The paper was withdrawn because of fabricated data, and yet it is cited each year.",
                "The manuscript was retracted by the publisher in 2020; its claims are still repeated online.",
                "Withdrawn drugs are a rich source of toxicity data.",
                "This paper studies liquidity withdrawn by traders.",
                "The authors withdraw water from the aquifer and measure its level.",
                "Our work was retracted against a spring of known stiffness.",
                "We show that the paper of Smith has been withdrawn by its authors.",
                "The preprint was withdrawn because of misconduct. We study how it spread.",
                "This note explains why the paper was withdrawn."
            })
    void knowsAnAbstractAboutWithdrawal(String text) {
        assertThat(Withdrawal.isSaid(null, text)).isFalse();
    }

    /** Whoever takes a paper back says so at once. */
    @Test
    void readsTheBeginningOnly() {
        String before = "We show that tides rise. ".repeat(20);

        assertThat(Withdrawal.isSaid(before + "This paper is withdrawn", null)).isFalse();
        assertThat(Withdrawal.isSaid(before.substring(25 * 10) + "This paper is withdrawn", null))
                .isTrue();
    }

    @Test
    void saysNothingOfAPaperWithoutWords() {
        assertThat(Withdrawal.isSaid(null, null)).isFalse();
        assertThat(Withdrawal.isSaid(" ", "\u200b")).isFalse();
        assertThat(Withdrawal.isSaid("?!;. withdrawn.", null)).isTrue();
    }
}
