package org.papertide.notify.theme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.papertide.notify.EmptyTables;
import org.papertide.notify.NoWorkers;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.interest.Amount;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.Theme;
import org.papertide.notify.ranking.TextReader;
import org.papertide.notify.subscription.Subscription;
import org.papertide.notify.subscription.ThemeRepository_;
import org.papertide.platform.database.Database;
import org.papertide.platform.dependency.Dependency;
import org.papertide.testing.PapertideTestResource;

/**
 * A theme that fails keeps no other from being looked after. Each test is one transaction that
 * leaves nothing: the service itself, which looks after themes too, does not see what is made here.
 */
@QuarkusTest
@TestProfile(NoWorkers.class)
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "delivery"))
class ThemeKeeperIT {

    /** Which themes are due, and what they have. */
    private static final int READING = 2;

    @Inject
    @Named("database")
    Dependency tables;

    @Inject Database database;
    @Inject CandidateStore candidates;
    @Inject TextReader reader;
    @Inject Clock clock;

    /** Ends a transaction that is to leave nothing. */
    private static final class RolledBack extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @BeforeEach
    void begin() {
        await().atMost(Duration.ofMinutes(1)).until(tables::wasPrepared);
        EmptyTables.empty(database, "subscriber, subscription, candidate, paper_vector, theme");
    }

    private void test(Consumer<StatelessSession> test) {
        assertThatThrownBy(() ->
                        database.run(session -> {
                            test.accept(session);
                            throw new RolledBack();
                        }))
                .isInstanceOf(RolledBack.class);
    }

    private String subscribed(StatelessSession session, String about) {
        Instant now = clock.instant();
        Theme theme = new Theme(List.of(about), List.of(), List.of(), Amount.SOME);
        long subscriber =
                session.createNativeQuery(
                                """
                                insert into subscriber (address, address_key, address_hash, created_at)
                                values (:name, :name, :name, :now) returning id
                                """,
                                Long.class)
                        .setParameter("name", about + "@example.org")
                        .setParameter("now", now)
                        .getSingleResult();
        List<String> none = List.of();
        session.insert(
                new Subscription(
                        subscriber,
                        new Interest(
                                Frequency.DAILY,
                                ZoneOffset.UTC,
                                8,
                                none,
                                none,
                                none,
                                none,
                                null,
                                10,
                                theme),
                        now,
                        "here"));
        new ThemeRepository_(session).ask(theme.key(), now);
        return theme.key();
    }

    /** What each theme waits for: of no paper there is a vector. */
    private static List<String> waits(StatelessSession session) {
        return session.createNativeQuery(
                        "select coalesce(waits_for, 'not looked after') from theme order by 1",
                        String.class)
                .getResultList();
    }

    /**
     * @param failing the number of the transaction that fails
     */
    private ThemeKeeper keeper(StatelessSession session, int failing) {
        AtomicInteger done = new AtomicInteger();
        Database same =
                new Database() {
                    @Override
                    public <T> T inTransaction(Function<StatelessSession, T> work) {
                        if (done.incrementAndGet() == failing) {
                            throw new IllegalStateException("a theme fails");
                        }
                        return work.apply(session);
                    }
                };
        return new ThemeKeeper(same, candidates, reader, clock);
    }

    @Test
    void looksAfterTheOthersWhereOneFails() {
        test(session -> {
            subscribed(session, "tides");
            subscribed(session, "moons");
            subscribed(session, "winds");
            assertThat(keeper(session, READING + 2).keep()).isZero();
            assertThat(waits(session)).containsExactly("PAPERS", "PAPERS", "not looked after");
        });
    }

    @Test
    void findsAThemeAnewThatCannotBeRead() {
        test(session -> {
            String unreadable = subscribed(session, "tides");
            subscribed(session, "moons");
            session.createNativeMutationQuery(
                            "update theme set model = 'm/2', body = 'of another release'"
                                    + " where theme_key = :key")
                    .setParameter("key", unreadable)
                    .executeUpdate();
            assertThat(keeper(session, Integer.MAX_VALUE).keep()).isZero();
            assertThat(waits(session)).containsExactly("PAPERS", "PAPERS");
        });
    }
}
