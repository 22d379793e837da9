package org.papertide.ingest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.persistence.Entity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.papertide.events.EventJson;
import org.papertide.events.PaperId;
import org.papertide.ingest.PlainDatabase;
import org.papertide.ingest.outbox.OutboxRepository_;
import org.papertide.ingest.polling.LeaseRepository_;
import org.papertide.ingest.polling.SourceRepository_;
import org.papertide.ingest.signal.SignalRepository_;
import org.papertide.ingest.source.SourceState;
import org.papertide.testing.FilledMigration;
import org.papertide.testing.HouseRules;
import org.papertide.testing.TestDatabase;
import org.papertide.testing.TestStack;

/**
 * A filled database of the first release, migrated: no row is lost, what is known of papers is read
 * as the first release wrote it, and the statements of this release find the rows.
 */
class MigrationIT {

    private static final Path FILLED = Path.of("src/test/resources/filled");
    private static final Instant NOW = Instant.parse("2025-12-04T08:00:00Z");
    private static final Instant NEVER = Instant.parse("2100-01-01T00:00:00Z");
    private static final TestDatabase DATABASE = TestStack.get().newDatabase("migration");

    private static @Nullable FilledMigration migration;
    private static @Nullable PlainDatabase database;

    private @Nullable StatelessSession session;

    /** The entities have to fit the tables in the end. */
    @BeforeAll
    static void migrate() {
        migration = FilledMigration.run(DATABASE, FILLED, MigrationIT::migrateTo);
        List<Class<?>> entities = new ArrayList<>();
        HouseRules.of("ingest").classes().stream()
                .filter(type -> type.isAnnotatedWith(Entity.class))
                .forEach(type -> entities.add(type.reflect()));
        assertThat(entities).hasSizeGreaterThan(5);
        database = new PlainDatabase(DATABASE, entities);
    }

    private static void migrateTo(String version) {
        Flyway.configure()
                .dataSource(DATABASE.jdbcUrl(), DATABASE.user(), DATABASE.password())
                .target(version)
                .load()
                .migrate();
    }

    @AfterAll
    static void close() {
        if (database != null) {
            database.close();
        }
    }

    /** What a statement of a test wrote is taken back. */
    @BeforeEach
    void begin() {
        session = Objects.requireNonNull(database).begin();
    }

    @AfterEach
    void end() {
        session().getTransaction().rollback();
    }

    private StatelessSession session() {
        return Objects.requireNonNull(session);
    }

    @Test
    void fillsEveryColumnAndKeepsEveryRow() {
        FilledMigration way = Objects.requireNonNull(migration);
        assertThat(way.unfilled()).isEmpty();
        assertThat(way.changes()).hasSize(1);
        assertThat(way.changes().get(1)).isEmpty();
        assertThat(way.invalid()).isEmpty();
    }

    @Test
    void readsWhatTheFirstReleaseKnewOfPapers() throws JsonProcessingException {
        PaperRepository papers = new PaperRepository_(session());
        String stored =
                session()
                        .createNativeQuery(
                                "select cast(facts as text) from paper where id = :id",
                                String.class)
                        .setParameter("id", "arxiv:2512.00001")
                        .getSingleResult();
        CataloguePaper paper = papers.find("arxiv:2512.00001").orElseThrow().paper();
        assertThat(
                        EventJson.mapper()
                                .readTree(EventJson.mapper().writeValueAsString(paper.facts())))
                .as("nothing of it is left out")
                .isEqualTo(EventJson.mapper().readTree(stored));
        assertThat(papers.lockPapers(new String[] {"title:00112233445566778899aabbccddeeff"}))
                .extracting(row -> row.paper().mergedInto())
                .containsExactly(new PaperId("arxiv:2512.00001"));
    }

    @Test
    void findsWhatIsKeptOfPapers() {
        PaperRepository papers = new PaperRepository_(session());
        assertThat(papers.aliases(new String[] {"doi:10.1000/one"})).hasSize(1);
        assertThat(papers.titles(new String[] {"title:00112233445566778899aabbccddeeff"}))
                .hasSize(1);
        assertThat(papers.incomplete(NOW, 10))
                .containsExactly("arxiv:2512.00002", "arxiv:2512.00003");
        SignalRepository_ signals = new SignalRepository_(session());
        assertThat(signals.last("arxiv:2512.00001")).hasSize(1);
        assertThat(signals.ofPapers(new String[] {"arxiv:2512.00001", "arxiv:2512.00009"}))
                .hasSize(3);
        assertThat(signals.deleteOlder(NOW, 10)).isEqualTo(1);
        assertThat(signals.remember(new String[] {"pushed"}, new String[] {"event-1"}, NOW))
                .as("counted before")
                .isEmpty();
    }

    @Test
    void publishesWhatWaitedAndPollsOn() {
        OutboxRepository_ outbox = new OutboxRepository_(session());
        assertThat(outbox.next(0, 10)).hasSize(2);
        assertThat(outbox.count()).isEqualTo(2);
        SourceRepository_ sources = new SourceRepository_(session());
        for (SourceState state : SourceState.values()) {
            assertThat(sources.find(state.name().toLowerCase(Locale.ROOT))).isPresent();
        }
        LeaseRepository_ leases = new LeaseRepository_(session());
        assertThat(leases.acquire("export.arxiv.org", "new", NOW.plusSeconds(60), NOW, NEVER))
                .as("its holder is gone")
                .isPresent();
    }
}
