package org.papertide.notify;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.Entity;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.cfg.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.papertide.notify.account.MailSumRepository_;
import org.papertide.notify.candidate.CandidateRepository_;
import org.papertide.notify.edition.Edition;
import org.papertide.notify.edition.EditionRepository;
import org.papertide.notify.edition.EditionRepository_;
import org.papertide.notify.edition.WaitingAlertRepository_;
import org.papertide.notify.ledger.AccountRepository_;
import org.papertide.notify.ledger.Claim;
import org.papertide.notify.ledger.DeliveryRepository;
import org.papertide.notify.ledger.DeliveryRepository_;
import org.papertide.notify.ledger.DeliveryState;
import org.papertide.notify.ledger.LostDelivery;
import org.papertide.notify.ledger.ParkedClaim;
import org.papertide.notify.ledger.PlanRepository;
import org.papertide.notify.ledger.PlanRepository_;
import org.papertide.notify.ledger.SettledRepository_;
import org.papertide.notify.ledger.ShownRepository_;
import org.papertide.notify.ledger.StateCount;
import org.papertide.notify.returned.ReturnedMailRepository_;
import org.papertide.notify.signup.OptInMailRepository_;
import org.papertide.notify.subscription.Subscription;
import org.papertide.notify.subscription.SubscriptionRepository;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.notify.subscription.ThemeRepository_;
import org.papertide.notify.suppression.SuppressionRepository_;
import org.papertide.notify.token.TokenKeyRepository_;
import org.papertide.notify.webhook.Webhook;
import org.papertide.notify.webhook.WebhookRepository_;
import org.papertide.testing.FilledMigration;
import org.papertide.testing.HouseRules;
import org.papertide.testing.TestDatabase;
import org.papertide.testing.TestStack;

/**
 * A filled database of an older release, migrated: no row is lost, and the statements of this
 * release find those that there were. It is filled at the first migration; at the last one of the
 * oldest release that an operator may come from, which has no webhooks and no themes (the runbook
 * of upgrades); at the first with these; and once more since. Each time every column has a value,
 * and every word that a check lets pass is in a row.
 */
class MigrationIT {

    private static final Path FILLED = Path.of("src/test/resources/filled");

    private static final Instant NOW = Instant.parse("2025-12-04T08:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(600);

    /** What the number of a webhook's reader begins with. */
    private static final long WEBHOOK = 1L << 62;

    private static final TestDatabase DATABASE = TestStack.get().newDatabase("migration");

    private static @Nullable FilledMigration migration;
    private static @Nullable SessionFactory sessions;

    private @Nullable StatelessSession session;

    @BeforeAll
    static void migrate() {
        migration = FilledMigration.run(DATABASE, FILLED, MigrationIT::migrateTo);
        sessions = sessions();
    }

    private static void migrateTo(String version) {
        Flyway.configure()
                .dataSource(DATABASE.jdbcUrl(), DATABASE.user(), DATABASE.password())
                .target(version)
                .load()
                .migrate();
    }

    private static FilledMigration migration() {
        return Objects.requireNonNull(migration);
    }

    /** With all entities, which have to fit the tables. */
    private static SessionFactory sessions() {
        Configuration configuration =
                new Configuration()
                        .setProperty("hibernate.connection.url", DATABASE.jdbcUrl())
                        .setProperty("hibernate.connection.username", DATABASE.user())
                        .setProperty("hibernate.connection.password", DATABASE.password());
        HouseRules.of("notify").classes().stream()
                .filter(type -> type.isAnnotatedWith(Entity.class))
                .forEach(type -> configuration.addAnnotatedClass(type.reflect()));
        return configuration.buildSessionFactory();
    }

    @AfterAll
    static void close() {
        if (sessions != null) {
            sessions.close();
        }
    }

    @BeforeEach
    void begin() {
        session = Objects.requireNonNull(sessions).openStatelessSession();
        session.beginTransaction();
    }

    /** What a statement of a test wrote is taken back. */
    @AfterEach
    void end() {
        session().getTransaction().rollback();
        session().close();
    }

    private StatelessSession session() {
        return Objects.requireNonNull(session);
    }

    // ---- The tables -----------------------------------------------------------------------------

    @Test
    void fillsEveryColumnAndEveryWordOfACheck() {
        assertThat(migration().unfilled()).isEmpty();
    }

    @Test
    void keepsEveryRow() {
        assertThat(migration().changes().get(1))
                .containsExactlyInAnyOrder(
                        // What a person has seen is told by their mails.
                        "seen: gone",
                        "shown c-alert, arxiv:2512.00001: new",
                        "shown c-daily, arxiv:2512.00002: new",
                        "shown c-daily, arxiv:2512.00003: new");
        assertThat(migration().changes().get(14)).isEmpty();
        assertThat(migration().changes().get(16))
                .containsExactlyInAnyOrder(
                        "subscription 8 filter_key: f-theme -> f-theme-theme-cooks",
                        "suppression hash-gone reason:"
                                + " 550 5.1.1 <gone@example.org> is unknown"
                                + " -> 550 5.1.1 … is unknown");
        assertThat(migration().changes().get(32)).isEmpty();
    }

    @Test
    void leavesConstraintsAndIndexesValid() {
        assertThat(migration().invalid()).isEmpty();
    }

    @Test
    void fitsTheEntities() {
        Objects.requireNonNull(sessions).getSchemaManager().validateMappedObjects();
    }

    // ---- The statements -------------------------------------------------------------------------

    @Test
    void findsTheMailsThatAreDue() {
        DeliveryRepository deliveries = new DeliveryRepository_(session());
        assertThat(deliveries.claim(NOW, 100, new Long[0], "new", LATER))
                .extracting(Claim::id)
                .containsExactly(1L, 2L, 3L);
        assertThat(deliveries.parkedGroups()).containsExactly("mx.example.org");
        assertThat(
                        deliveries.claimParked(
                                new String[] {"mx.example.org"},
                                new Integer[] {5},
                                NOW,
                                "new",
                                LATER))
                .extracting(ParkedClaim::id)
                .containsExactly(12L);
        assertThat(
                        deliveries.claimForReceivers(
                                "",
                                new String[0],
                                new Integer[0],
                                5,
                                new String[0],
                                new Integer[0],
                                5,
                                NOW,
                                100,
                                "new",
                                LATER))
                .extracting(ParkedClaim::id)
                .containsExactly(14L, 15L);
    }

    @Test
    void takesBackWhatDeadWorkersHeld() {
        DeliveryRepository deliveries = new DeliveryRepository_(session());
        assertThat(deliveries.releaseExpired(NOW)).isEqualTo(1);
        assertThat(deliveries.lockLost(NOW)).containsExactly(new LostDelivery(5, 1, false));
    }

    @Test
    void accountsForEveryState() {
        AccountRepository_ account = new AccountRepository_(session());
        assertThat(account.count(1).stream().map(StateCount::state).distinct())
                .containsExactlyInAnyOrder(DeliveryState.values());
        assertThat(account.count(1).stream().mapToLong(StateCount::rows).sum()).isEqualTo(11);
        assertThat(new SettledRepository_(session()).ofEdition(1, "DEFERRED", 0, 100)).hasSize(2);
        assertThat(account.ofReaders(new Long[] {WEBHOOK + 9})).hasSize(1);
    }

    @Test
    void remembersWhatReadersWereSent() {
        ShownRepository_ shown = new ShownRepository_(session());
        assertThat(shown.papersSent(1))
                .containsExactly("arxiv:2512.00001", "arxiv:2512.00002", "arxiv:2512.00003");
        assertThat(shown.papersSent(107)).isEmpty();
    }

    @Test
    void goesOnWithTheEditionsThatItFinds() {
        EditionRepository editions = new EditionRepository_(session());
        assertThat(editions.requested()).extracting(Edition::id).containsExactly(7L);
        assertThat(editions.uncomposed()).extracting(Edition::id).containsExactly(6L);
        assertThat(editions.closable()).containsExactlyInAnyOrder(1L, 4L, 10L, 12L);
        assertThat(editions.lockUnbooked(100)).containsExactly(2L, 3L, 5L);
        assertThat(editions.inBooking(100)).hasSize(1);
        assertThat(editions.closedUntil(Instant.parse("2025-10-01T00:00:00Z"), 100))
                .containsExactly(9L);
        assertThat(editions.leftUntil(NOW, 100)).containsExactly(11L);
        assertThat(editions.sums(9)).hasSize(3);
        assertThat(editions.stoppedSince(Instant.EPOCH, EditionRepository.BY_OPERATOR))
                .extracting(Edition::id)
                .containsExactly(3L);
        assertThat(editions.inWords(new String[] {"c-daily", "c-theme"}))
                .containsExactly("c-theme");
        assertThat(new WaitingAlertRepository_(session()).due(NOW)).hasSize(1);
    }

    @Test
    void plansForTheReadersThatItFinds() {
        PlanRepository plan = new PlanRepository_(session());
        assertThat(plan.countAudience(6)).isEqualTo(2);
        assertThat(plan.takeBack(6)).as("planned by a release without an audience").isEqualTo(1);
        assertThat(
                        plan.freeze(
                                7,
                                "{\"Europe/Berlin 8\": \"2025-12-04\", \"UTC 9\": \"2025-12-04\"}",
                                "DAILY",
                                Instant.parse("2025-12-04T09:00:00Z"),
                                "suppressed"))
                .isEqualTo(2);
        assertThat(
                        plan.planAlert(
                                12,
                                "c-alert",
                                "e-alert",
                                2,
                                "arxiv:2512.00002",
                                1,
                                new String[] {"arxiv:2512.00002"},
                                new String[] {"f-instant", "f-theme-theme-cooks"},
                                1,
                                10,
                                NOW,
                                "suppressed",
                                "already seen",
                                "enough today"))
                .as("two webhooks; both readers have a mail that shows it")
                .isEqualTo(2);
    }

    @Test
    void knowsTheSubscriptions() {
        SubscriptionRepository subscriptions = new SubscriptionRepository_(session());
        assertThat(subscriptions.due(NOW)).hasSize(1);
        assertThat(subscriptions.unconfirmed(NOW, 100))
                .extracting(Subscription::id)
                .containsExactly(4L);
        assertThat(subscriptions.alertFilters("", 100))
                .extracting(Subscription::id)
                .containsExactly(3L, 8L);
        assertThat(subscriptions.alertFiltersWithThemes("", 100)).hasSize(1);
        assertThat(subscriptions.ofTheme("theme-cooks").map(Subscription::id)).hasValue(8L);
        assertThat(subscriptions.countWebhooks(5)).isEqualTo(3);
        assertThat(subscriptions.lock(6).map(Subscription::id)).as("merged").hasValue(1L);
        assertThat(subscriptions.recipients(new Long[] {1L, 7L})).hasSize(2);
        assertThat(subscriptions.notHashedUnder("0:", 100)).hasSize(4);
        ThemeRepository_ themes = new ThemeRepository_(session());
        assertThat(themes.takeDue(NOW, LATER, 100)).containsExactly("theme-new");
        assertThat(themes.models()).containsExactly("model-1");
    }

    @Test
    void knowsWhichWebhooksFail() {
        WebhookRepository_ webhooks = new WebhookRepository_(session());
        assertThat(webhooks.after(0, 100)).extracting(Webhook::id).containsExactly(9L, 10L, 11L);
        assertThat(webhooks.works(10)).hasValue(Instant.parse("2025-12-03T09:00:00Z"));
        assertThat(webhooks.fails(9, NOW, LocalDate.of(2025, 12, 4))).isEqualTo(1);
        assertThat(webhooks.find(11).map(Webhook::version)).hasValue(1);
    }

    @Test
    void mailsNobodyWhoIsSuppressed() {
        SuppressionRepository_ suppressions = new SuppressionRepository_(session());
        assertThat(suppressions.find("hash-gone")).isPresent();
        assertThat(suppressions.plain())
                .containsExactlyInAnyOrder(
                        "hash-gone", "hash-complained", "hash-one", "hash-fails");
        assertThat(
                        suppressions.suppressIfFailed(
                                "hash-fails", "failed", NOW, Instant.EPOCH, 2, 9, 9))
                .isEqualTo(1);
        assertThat(suppressions.countAlike(77, 1, "0:other", 10)).isEqualTo(1);
    }

    @Test
    void knowsWhatCameBack() {
        ReturnedMailRepository_ returned = new ReturnedMailRepository_(session());
        assertThat(returned.complaints(Instant.EPOCH, 100)).hasSize(1);
        assertThat(returned.ofDeliveries(new Long[] {6L, 10L, 16L})).hasSize(4);
        assertThat(returned.toBook(NOW, 100)).hasSize(1);
        assertThat(returned.endWait(new Long[] {1L}, NOW)).isEqualTo(1);
        assertThat(new MailSumRepository_(session()).between("2025-12-01", "2025-12-31"))
                .hasSize(1);
    }

    @Test
    void knowsThePapersThatMayBeChosen() {
        CandidateRepository_ candidates = new CandidateRepository_(session());
        assertThat(candidates.weekTop(Instant.EPOCH, 100)).hasSize(1);
        assertThat(candidates.listed(Instant.EPOCH, NOW))
                .as("learned from what was stored of it")
                .containsExactly(Instant.parse("2025-12-03T01:02:03Z"));
        assertThat(candidates.canonical("doi:10.1000/one")).hasValue("arxiv:2512.00001");
        assertThat(candidates.ranking("rising/day/cs.LG")).isPresent();
        assertThat(candidates.recentVectors(Instant.EPOCH, 100)).hasSize(1);
        assertThat(
                        candidates.readAfter(
                                Instant.parse("2025-01-01T00:00:00Z"),
                                Instant.EPOCH,
                                NOW,
                                new String[] {"model-1"},
                                100))
                .as("a vector of before is not late")
                .isEmpty();
    }

    @Test
    void knowsKeysAndOptInMails() {
        assertThat(new TokenKeyRepository_(session()).all()).hasSize(1);
        assertThat(
                        new OptInMailRepository_(session())
                                .count(
                                        "m-two",
                                        "d-example",
                                        NOW.minusSeconds(3_600),
                                        NOW.minusSeconds(86_400),
                                        NOW.minusSeconds(604_800),
                                        NOW.minusSeconds(2_592_000)))
                .hasToString("OptInMailCounts[inDay=1, inWeek=1, inMonth=1, ofDomain=1, ofAll=1]");
    }
}
