package org.papertide.ingest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.papertide.events.PaperId;
import org.papertide.ingest.PlainDatabase;
import org.papertide.testing.TestStack;

/** Each statement of the repository, on a database of its own. */
class PaperRepositoryIT {

    private static final Instant AT = Instant.parse("2025-12-04T08:00:00Z");

    private final PlainDatabase database =
            new PlainDatabase(
                    TestStack.get().newDatabase("papers"),
                    List.of(
                            PaperRow.class,
                            AliasRow.class,
                            PaperTitleRow.class,
                            IncompletePaperRow.class));

    private final StatelessSession session = database.begin();
    private final PaperRepository papers = new PaperRepository_(session);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void locksAndFindsPapers() {
        insert("2503.00001", "2503.00002");
        assertThat(papers.lockPapers(ids("arxiv:2503.00002", "arxiv:2503.00001", "arxiv:x")))
                .extracting(row -> row.paper().id().value())
                .containsExactly("arxiv:2503.00001", "arxiv:2503.00002");
        assertThat(papers.find("arxiv:2503.00001"))
                .hasValueSatisfying(row -> {
                    assertThat(row.changedAt()).isEqualTo(AT);
                    assertThat(row.paper().firstSeen()).isEqualTo(AT);
                });
        assertThat(papers.find("arxiv:2503.00003")).isEmpty();
    }

    @Test
    void takesTheWritersLock() {
        assertThat(papers.lockExclusively(1)).isEqualTo(1);
        assertThat(papers.lockShared(1)).isEqualTo(1);
    }

    @Test
    void pointsAnAliasToItsNewestPaper() {
        papers.saveAliases(ids("doi:10.1/a", "doi:10.1/b"), ids("one", "one"));
        papers.saveAliases(ids("doi:10.1/b"), ids("two"));
        assertThat(papers.aliases(ids("doi:10.1/a", "doi:10.1/b", "doi:10.1/c")))
                .extracting(row -> row.key() + " " + row.paper())
                .containsExactlyInAnyOrder("doi:10.1/a one", "doi:10.1/b two");
    }

    @Test
    void movesTheTitlesOfAMergedPaper() {
        papers.addTitles(ids("t1", "t2", "t2"), ids("old", "old", "new"));
        assertThat(papers.addTitles(ids("t1"), ids("old"))).isZero();
        assertThat(papers.moveTitles(ids("old"), ids("new"))).isEqualTo(1);
        assertThat(papers.titles(ids("t1", "t2")))
                .extracting(row -> row.title() + " " + row.paper())
                .containsExactlyInAnyOrder("t1 new", "t2 new");
    }

    @Test
    void queuesIncompletePapersTheNeverAskedFirst() {
        papers.addIncomplete(ids("a", "b", "c"), AT);
        assertThat(papers.addIncomplete(ids("a"), AT)).isZero();
        papers.markAsked(ids("b", "c"), AT, AT, AT.minusSeconds(60));
        assertThat(papers.incomplete(AT, 10)).containsExactly("a");
        assertThat(papers.incomplete(AT.plusSeconds(1), 2)).containsExactly("a", "c");
        assertThat(papers.deleteIncomplete(ids("a", "c"))).isEqualTo(2);
        assertThat(papers.incomplete(AT.plusSeconds(1), 10)).containsExactly("b");
    }

    @Test
    void marksNewIncompletePapersWithATimeOfTheirOwn() {
        papers.addIncomplete(ids("old"), AT);
        papers.addIncomplete(ids("new"), AT.plusSeconds(1));
        papers.markAsked(ids("old", "new"), AT.plusSeconds(20), AT, AT.plusSeconds(10));
        assertThat(papers.incomplete(AT.plusSeconds(10), 10)).isEmpty();
        assertThat(papers.incomplete(AT.plusSeconds(11), 10)).containsExactly("new");
        assertThat(papers.incomplete(AT.plusSeconds(21), 10)).containsExactly("new", "old");
    }

    private void insert(String... arxivIds) {
        for (String id : arxivIds) {
            CataloguePaper paper =
                    CataloguePaper.first(
                            new PaperId("arxiv:" + id),
                            MergedMetadata.of(Listings.arxiv(id, "Title").build(), AT),
                            AT);
            session.insert(new PaperRow(paper, AT));
        }
    }

    private static String[] ids(String... ids) {
        return ids;
    }
}
