package org.papertide.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.papertide.events.EventCodec;
import org.papertide.notify.EmptyTables;
import org.papertide.notify.SampleEvents;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.candidate.RecordSink;
import org.papertide.notify.edition.Contents;
import org.papertide.notify.edition.DigestComposer;
import org.papertide.notify.edition.EditionAccount;
import org.papertide.notify.edition.EditionAccounts;
import org.papertide.notify.edition.EditionPlanner;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.ledger.WorkSignal;
import org.papertide.notify.running.JdbcDatabase;
import org.papertide.notify.running.Transactions;
import org.papertide.notify.smtp.LocalSmtp;
import org.papertide.notify.smtp.MailWriter;
import org.papertide.notify.smtp.Relays;
import org.papertide.notify.smtp.ScriptedSmtpServer;
import org.papertide.notify.smtp.ScriptedSmtpServer.Accepted;
import org.papertide.notify.smtp.SmtpServer;
import org.papertide.notify.suppression.Suppressions;
import org.papertide.notify.token.Tokens;
import org.papertide.notify.traffic.TestTraffic;
import org.papertide.notify.traffic.Traffic;
import org.papertide.platform.database.Database;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.tracing.Traces;

/** Readers, editions and workers on the real database, and an SMTP server that misbehaves. */
abstract class WholeEditions {

    @Inject
    @Named("database")
    Dependency tables;

    @Inject Database database;
    @Inject JdbcDatabase often;
    @Inject CandidateStore candidates;
    @Inject EditionPlanner planner;
    @Inject DigestComposer composer;
    @Inject EditionAccounts accounts;
    @Inject Tokens tokens;
    @Inject Contents contents;
    @Inject MailWriter writer;
    @Inject Clock clock;

    final List<AutoCloseable> open = new ArrayList<>();
    ScriptedSmtpServer server;

    @BeforeEach
    void begin() {
        await().atMost(Duration.ofMinutes(1)).until(tables::wasPrepared);
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> !tokens.issue(Tokens.Kind.BOUNCE, 1).isEmpty());
        EmptyTables.empty(
                database,
                "subscriber, subscription, suppression, address_failure, audience, delivery,"
                        + " edition, content, shown, candidate");
        server = new ScriptedSmtpServer(0);
        open.add(server);
        Instant now = clock.instant();
        candidates.applyScores(
                IntStream.range(0, 20)
                        .mapToObj(i ->
                                SampleEvents.score(SampleEvents.paper(i, "Paper " + i), i, i, now))
                        .map(s -> RecordSink.Change.to(EventCodec.SCORE, s))
                        .toList());
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    DeliveryWorkers work(int connections) {
        return work(connections, server.port());
    }

    DeliveryWorkers work(int connections, int port) {
        return work(connections, port, TestTraffic.free(clock));
    }

    DeliveryWorkers work(int connections, int port, Traffic traffic) {
        DeliveryWorkers workers =
                DeliveryWorkers.start(
                        new DeliveryWorkers.Parts(
                                new Transactions<>(often, Repositories::of),
                                new Suppressions(database, clock),
                                new TestSettings(connections, Duration.ofSeconds(2)),
                                Relays.of(
                                        new SmtpServer(LocalSmtp.plain(port), writer.domain()),
                                        clock),
                                writer,
                                contents::findAll,
                                traffic,
                                new WorkSignal(),
                                new DeliveryCounts(),
                                Traces.OFF,
                                clock));
        open.add(workers);
        return workers;
    }

    void readers(int count) {
        Instant now = clock.instant();
        database.run(session -> {
            session.createNativeMutationQuery(
                            """
                            insert into subscriber (address, address_key, address_hash, created_at)
                            select 'r' || i || '@example.org', 'r' || i || '@example.org',
                                'hash' || i, :now from generate_series(1, :count) i
                            """)
                    .setParameter("now", now)
                    .setParameter("count", count)
                    .executeUpdate();
            session.createNativeMutationQuery(
                            """
                            insert into subscription (subscriber_id, state, frequency, timezone,
                                hour, categories, include, exclude, authors, paper_limit,
                                filter_key, requested_at, next_slot)
                            select id, 'ACTIVE', 'DAILY', 'Europe/Berlin', 8, '{}', '{}', '{}',
                                '{}', 10, 'all', :now, :next from subscriber
                            """)
                    .setParameter("now", now)
                    .setParameter("next", now.plus(Duration.ofDays(1)))
                    .executeUpdate();
        });
    }

    long edition(Instant asOf) {
        long id = planner.request(Frequency.DAILY, asOf);
        var _ = planner.planRequested();
        composer.composeAll();
        return id;
    }

    EditionAccount account(long edition) {
        EditionAccount account = accounts.find(edition).orElseThrow();
        assertThat(account.planned())
                .isEqualTo(
                        account.pending()
                                + account.deferred()
                                + account.accepted()
                                + account.rejected()
                                + account.expired()
                                + account.uncertain()
                                + account.excluded());
        return account;
    }

    EditionAccount whenClosed(long edition) {
        await().atMost(Duration.ofSeconds(60)).until(() -> account(edition).closed());
        return account(edition);
    }

    Map<String, Long> mailsPerReader() {
        return server.accepted().stream()
                .collect(Collectors.groupingBy(Accepted::recipient, Collectors.counting()));
    }

    long count(String sql) {
        return database.<Long>inTransaction(
                session -> session.createNativeQuery(sql, Long.class).getSingleResult());
    }
}
