package org.papertide.notify.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.notify.NoWorkers;
import org.papertide.notify.edition.DigestComposer;
import org.papertide.notify.edition.EditionAccounts;
import org.papertide.notify.edition.EditionPlanner;
import org.papertide.notify.interest.Amount;
import org.papertide.notify.interest.Theme;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.notify.token.Tokens;
import org.papertide.testing.PapertideTestResource;

/**
 * Beside a later release, and after a way back, words stand in the tables that only the later one
 * knows. They are shown, or passed over, and keep nothing else from its turn.
 */
@QuarkusTest
@TestProfile(NoWorkers.class)
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "delivery"))
class LaterReleaseIT extends AccountTables {

    /** Columns that hold a name of an enum, and have no check: a later release adds to them. */
    private static final Set<String> UNCHECKED =
            Set.of(
                    "subscription.amount",
                    "theme.waits_for",
                    "content.kind",
                    "edition_sum.entry",
                    "audience.exclusion",
                    "returned_mail.kind",
                    "mail_sum.kind",
                    "mail_sum.outcome");

    /** Columns with a check for names: a later release widens it. */
    private static final Set<String> CHECKED =
            Set.of(
                    "subscription.state",
                    "subscription.frequency",
                    "address_failure.kind",
                    "edition.kind",
                    "delivery.state",
                    "returned_mail.about");

    private record Check(String column, String table, String name, String definition) {}

    @Inject Tokens tokens;
    @Inject EditionAccounts accounts;
    @Inject EditionPlanner planner;
    @Inject DigestComposer composer;

    private List<Check> checks = List.of();
    private long edition;
    private long subscription;

    @BeforeEach
    void fill() {
        checks = checks();
        run(
                checks.stream()
                        .map(it ->
                                "alter table %s drop constraint %s".formatted(it.table, it.name)));
        database.run(session -> {
            subscription = reader(session, "later@example.org");
            long subscriber =
                    new SubscriptionRepository_(session)
                            .findSubscriberByKey("later@example.org")
                            .orElseThrow();
            edition = edition(session, "later");
            mails(session, edition, subscription, 1, "ACCEPTED");
            Theme theme = new Theme(List.of("tides"), List.of(), List.of(), Amount.SOME);
            Stream.of(
                            """
                            insert into content (id, kind, subject, body_text, body_html, created_at)
                            values ('later', 'DAILY', 'Papers', 'text', '<p>text</p>', :now)
                            """,
                            "update delivery set subscriber_id = "
                                    + subscriber
                                    + ", content_id = 'later'",
                            "insert into edition_sum values (%d, 'ACCEPTED', '', 3)"
                                    .formatted(edition),
                            "insert into mail_sum values (cast(:now as date), 'DAILY', 'other', 'ACCEPTED', 3)",
                            """
                            insert into audience (edition_id, part, subscription_id, subscriber_id, local_period, exclusion)
                            values (%d, 0, 1, 1, 'd', 'suppressed')
                            """
                                    .formatted(edition),
                            """
                            insert into returned_mail (about, subject, message_key, kind, at)
                            select 'DELIVERY', id, 'key', 'SOFT', :now from delivery
                            """,
                            "insert into address_failure (address_hash, kind, at) values ('later', 'SOFT', :now)",
                            "insert into theme (theme_key, waits_for, look_at) values ('%s', 'PAPERS', cast(:now as timestamptz) + interval '1 day')"
                                    .formatted(theme.key()),
                            """
                            update subscription set about = '{tides}', theme_key = '%s'
                            """
                                    .formatted(theme.key()))
                    // Some of them name the time.
                    .forEach(sql ->
                            session.createNativeMutationQuery(
                                            sql.replace(
                                                    ":now", "cast('" + now + "' as timestamptz)"))
                                    .executeUpdate());
        });
    }

    @AfterEach
    void restore() {
        begin();
        run(Stream.of("truncate address_failure", "truncate theme"));
        run(
                checks.stream()
                        .map(it ->
                                "alter table %s add constraint %s %s"
                                        .formatted(it.table, it.name, it.definition)));
    }

    /**
     * Each in a transaction of its own: who holds no other table waits for the service's work, and
     * that for nobody in turn.
     */
    private void run(Stream<String> statements) {
        statements.forEach(sql ->
                database.run(session -> session.createNativeMutationQuery(sql).executeUpdate()));
    }

    private List<Check> checks() {
        return database.inTransaction(session ->
                session
                        .createNativeQuery(
                                """
                                select t.relname || '.' || a.attname, cast(t.relname as text),
                                    cast(c.conname as text), pg_get_constraintdef(c.oid)
                                from pg_constraint c
                                    join pg_class t on t.oid = c.conrelid
                                    join pg_attribute a
                                        on a.attrelid = t.oid and a.attnum = any(c.conkey)
                                where c.contype = 'c'
                                    and pg_get_constraintdef(c.oid) like '%ARRAY[%'
                                """,
                                Object[].class)
                        .getResultList()
                        .stream()
                        .map(row ->
                                new Check(
                                        (String) row[0],
                                        (String) row[1],
                                        (String) row[2],
                                        (String) row[3]))
                        .toList());
    }

    static Stream<String> columns() {
        return Stream.concat(CHECKED.stream(), UNCHECKED.stream()).sorted();
    }

    @Test
    void allColumnsWithNamesAreLookedAt() {
        assertThat(new TreeSet<>(checks.stream().map(Check::column).toList()))
                .isEqualTo(new TreeSet<>(CHECKED));
    }

    @ParameterizedTest
    @MethodSource("columns")
    void showsWhatALaterReleaseWrote(String column) {
        run(Stream.of(later(column)));

        String preferences =
                tokens.issue(Tokens.Kind.PREFERENCES, subscription, now.plus(Duration.ofDays(1)));
        given().get("/preferences/" + preferences).then().statusCode(200);
        given().formParam("action", "export")
                .post("/preferences/" + preferences)
                .then()
                .statusCode(200);
        String feed = tokens.issueFeed(new Tokens.FeedToken(subscription, 1));
        given().get("/private-feeds/" + feed + ".atom").then().statusCode(200);
        given().get("/unsubscribe/" + tokens.issue(Tokens.Kind.UNSUBSCRIBE, subscription))
                .then()
                .statusCode(200);
        ValidatableResponse editions = operator().get("/api/v1/editions").then().statusCode(200);
        operator().get("/api/v1/editions/" + edition + "/deliveries").then().statusCode(200);
        operator().get("/api/v1/deliveries/sums").then().statusCode(200);
        operator()
                .contentType(ContentType.JSON)
                .body(Map.of("address", "later@example.org"))
                .post("/api/v1/deliveries/search")
                .then()
                .statusCode(200)
                .body("deliveries", hasSize(1))
                .body(
                        "subscriptions.state",
                        equalTo(List.of(nameOf("subscription.state", column, "ACTIVE"))))
                .body(
                        "subscriptions.frequency",
                        equalTo(List.of(nameOf("subscription.frequency", column, "DAILY"))));
        ValidatableResponse account =
                operator().get("/api/v1/editions/" + edition).then().statusCode(200);
        account.body("planned", equalTo(5));
        switch (column) {
            case "edition.kind" -> {
                editions.body("editions.kind", hasItem("LATER"));
                account.body("kind", equalTo("LATER"));
            }
            case "delivery.state" -> account.body("uncertain", equalTo(1));
            case "edition_sum.entry" -> account.body("uncertain", equalTo(3));
            default -> account.body("accepted", equalTo(4));
        }
    }

    private static String later(String column) {
        int dot = column.indexOf('.');
        return "update %s set %s = 'LATER'"
                .formatted(column.substring(0, dot), column.substring(dot + 1));
    }

    private static String nameOf(String column, String changed, String name) {
        return column.equals(changed) ? "LATER" : name;
    }

    @ParameterizedTest
    @MethodSource("columns")
    void goesOnBesideWhatALaterReleaseWrote(String column) {
        run(
                Stream.of(
                        "update subscription set next_slot = cast('%s' as timestamptz)"
                                .formatted(now),
                        "update edition set composed_at = null",
                        """
                        insert into edition (edition_key, kind, as_of, planned_at, expires_at)
                        select 'asked for', kind, as_of, planned_at, expires_at from edition
                        """,
                        later(column)));

        List<Long> forgotten =
                database.inTransaction(session ->
                        new SubscriptionRepository_(session)
                                .unserved(
                                        now.plus(Duration.ofDays(1)),
                                        now.plus(Duration.ofDays(1)),
                                        10));
        assertThat(forgotten).isEmpty();
        var _ = accounts.open();
        var _ = planner.planDue();
        var _ = planner.planRequested();
        composer.composeAll();
        assertThat(composer.failing()).isZero();
        String slot =
                database.inTransaction(session ->
                        session.createNativeQuery(
                                        "select cast(next_slot > :now as text) from subscription",
                                        String.class)
                                .setParameter("now", now)
                                .getSingleResult());
        boolean isLeftToTheLaterRelease =
                Set.of("subscription.state", "subscription.frequency").contains(column);
        assertThat(slot).isEqualTo(isLeftToTheLaterRelease ? "false" : "true");
    }
}
