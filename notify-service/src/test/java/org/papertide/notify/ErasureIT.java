package org.papertide.notify;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jboss.logging.Logger;
import org.jboss.logmanager.LogContext;
import org.junit.jupiter.api.Test;
import org.papertide.events.Topic;
import org.papertide.notify.signup.PreferencesResult;
import org.papertide.notify.signup.Retention;
import org.papertide.testing.Mailbox;
import org.papertide.testing.PapertideTestResource;
import org.papertide.testing.ReceivedMail;
import org.papertide.testing.TestStack;

/** What is left of a reader, and for how long. */
@QuarkusTest
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "notify"))
class ErasureIT extends ReaderSteps {

    /** Whatever a reader gives, in the fields where it can be given. */
    private static final String MARKER = "zqxjkvbmarker";

    @Inject Retention retention;

    @Test
    void keepsNothingOfAReaderWhoHadItselfErased() {
        List<String> logged = new CopyOnWriteArrayList<>();
        Handler handler = into(logged);
        LogContext.getLogContext().getLogger("").addHandler(handler);
        Logger.getLogger(ErasureIT.class).info("logged from here on");
        try {
            String address = MARKER + "+more@" + MARKER + ".example";
            Mailbox mailbox = TestStack.get().mailbox(address);
            subscribe(
                    Map.of(
                            "email", address,
                            "frequency", "INSTANT",
                            "include", List.of(MARKER),
                            "exclude", List.of("not " + MARKER),
                            "authors", List.of("Ada " + MARKER),
                            "about", List.of("about " + MARKER),
                            "notAbout", List.of("not about " + MARKER)));
            confirm(mailbox.await(mail -> mail.subject().contains("confirm")));
            ReceivedMail welcome = mailbox.await(mail -> mail.link("/preferences/").isPresent());
            // Another subscription, which is never confirmed.
            subscribe(Map.of("email", address, "frequency", "DAILY", "include", List.of(MARKER)));
            await().atMost(Duration.ofMinutes(1)).until(() -> mailbox.mails().size() == 3);
            assertThat(tablesWith(MARKER)).contains("subscriber", "subscription", "content");
            change("analyze");
            assertThat(columnsWithStatisticsOf("")).contains("subscriber.created_at");
            assertThat(columnsWithStatisticsOf(MARKER)).as("before as after").isEmpty();
            personalTexts().forEach(id -> given().get("/editions/" + id).then().statusCode(404));
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(unbooked(address)).isZero());

            assertThat(subscriptions.erase(token(welcome.text(), "preferences")))
                    .isInstanceOf(PreferencesResult.Erased.class);

            assertThat(tablesWith(MARKER)).isEmpty();
            try (TestStream stream = new TestStream()) {
                assertThat(stream.readAll(Topic.DELIVERIES))
                        .isNotEmpty()
                        .noneMatch(record -> record.contains(MARKER));
            }
            assertThat(logged)
                    .anyMatch(line -> line.contains("logged from here on"))
                    .noneMatch(line -> line.contains(MARKER));
        } finally {
            LogContext.getLogContext().getLogger("").removeHandler(handler);
        }
    }

    @Test
    void forgetsAnAddressThatWasNeverConfirmed() {
        String address = TestStack.get().newAddress("never");
        subscribe(Map.of("email", address, "frequency", "DAILY", "include", List.of("nothing")));
        TestStack.get().mailbox(address).await(mail -> mail.subject().contains("confirm"));
        Instant now = clock.instant();

        retention.apply(now.plus(Duration.ofDays(6)));
        assertThat(tablesWith(address)).contains("subscriber");
        retention.apply(now.plus(Duration.ofDays(8)));

        assertThat(tablesWith(address)).isEmpty();
    }

    /**
     * The address stays, since another subscription was confirmed; what else was asked does not.
     */
    @Test
    void forgetsWhatAReaderAskedForAndNeverConfirmed() {
        String words = "neverconfirmedwords";
        String address = TestStack.get().newAddress("second");
        Mailbox mailbox = TestStack.get().mailbox(address);
        subscribe(Map.of("email", address, "frequency", "DAILY", "include", List.of("nothing")));
        confirm(mailbox.await(mail -> mail.subject().contains("confirm")));
        ReceivedMail welcome = mailbox.await(mail -> mail.link("/preferences/").isPresent());
        subscribe(Map.of("email", address, "frequency", "INSTANT", "include", List.of(words)));
        await().until(() -> mailbox.mails().size() == 3);
        String contents =
                "select c.id from content c join delivery d on d.content_id = c.id"
                        + " join subscription s on s.id = d.subscription_id where s.state = 'PENDING'"
                        + " and cast(s.include as text) like '%"
                        + words
                        + "%'";
        String content = rows(contents).getFirst();
        Instant now = clock.instant();

        retention.apply(now.plus(Duration.ofDays(6)));
        assertThat(rows(contents)).containsExactly(content);
        retention.apply(now.plus(Duration.ofDays(8)));

        assertThat(tablesWith(words)).isEmpty();
        assertThat(tablesWith(content)).isEmpty();
        assertThat(tablesWith(address)).contains("subscriber");
        assertThat(subscriptions.erase(token(welcome.text(), "preferences")))
                .isInstanceOf(PreferencesResult.Erased.class);
    }

    @Test
    void keepsAnAccountForItsTimeAndNoLonger() {
        long edition = runDaily(Map.of("asOf", clock.instant().minusSeconds(60).toString()));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(account(edition, "closed")).isEqualTo("true"));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> {
                    retention.apply(clock.instant().plus(Duration.ofDays(1094)));
                    assertThat(account(edition, "id")).isEqualTo("" + edition);
                    retention.apply(clock.instant().plus(Duration.ofDays(1097)));
                    assertThat(account(edition, "id")).isNull();
                });
    }

    private static Handler into(List<String> lines) {
        return new Handler() {
            @Override
            public void publish(LogRecord record) {
                lines.add(
                        record.getMessage()
                                + " "
                                + Arrays.toString(record.getParameters())
                                + " "
                                + record.getThrown());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    private List<String> personalTexts() {
        List<String> ids = rows("select id from content where kind in ('OPT_IN', 'WELCOME')");
        assertThat(ids).isNotEmpty();
        return ids;
    }

    /** The columns of which PostgreSQL remembers such a value, though its row may be deleted. */
    private List<String> columnsWithStatisticsOf(String text) {
        return rows(
                "select tablename || '.' || attname from pg_stats s where schemaname = 'public'"
                        + " and cast(s.* as text) ilike '%%%s%%'".formatted(text));
    }
}
