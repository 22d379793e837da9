package org.papertide.notify;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.papertide.notify.signup.ConfirmResult;
import org.papertide.notify.signup.SubscriptionWorkflow;
import org.papertide.platform.guard.Client;
import org.papertide.testing.PapertideTestResource;
import org.papertide.testing.ReceivedMail;

/** The steps that stories of readers have alike, on the running service and its tables. */
abstract class ReaderSteps {

    static final Client HERE = new Client(InetAddress.getLoopbackAddress(), true);

    @Inject SubscriptionWorkflow subscriptions;
    @Inject Clock clock;
    @Inject AgroalDataSource dataSource;

    @BeforeEach
    void isReady() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
    }

    void subscribe(Map<String, ?> request) {
        given().contentType(ContentType.JSON)
                .body(request)
                .post("/api/v1/subscriptions")
                .then()
                .statusCode(202);
    }

    void confirm(ReceivedMail optIn) {
        assertThat(subscriptions.confirm(token(optIn.text(), "confirm"), HERE))
                .isInstanceOf(ConfirmResult.Confirmed.class);
    }

    long runDaily() {
        return runDaily(Map.of("frequency", "DAILY"));
    }

    long runDaily(Map<String, String> request) {
        Response answer =
                given().contentType(ContentType.JSON)
                        .header("Authorization", "Bearer " + PapertideTestResource.OPERATOR_TOKEN)
                        .body(request)
                        .post("/api/v1/editions");
        answer.then().statusCode(202);
        long edition = answer.jsonPath().getLong("id");
        await().untilAsserted(() -> assertThat(account(edition, "composedAt")).isNotNull());
        return edition;
    }

    String account(long edition, String field) {
        return given().header("Authorization", "Bearer " + PapertideTestResource.OPERATOR_TOKEN)
                .get("/api/v1/editions/" + edition)
                .jsonPath()
                .getString(field);
    }

    /** Mails of a reader that are not counted yet. */
    long unbooked(String address) {
        return Long.parseLong(
                rows(("select count(*) from edition e join delivery d on d.edition_id = e.id"
                                        + " join subscriber p on p.id = d.subscriber_id"
                                        + " where p.address = '%s' and (e.closed_at is null"
                                        + " or e.booking_at is null or e.booking_upto is not null)")
                                .formatted(address))
                        .getFirst());
    }

    List<String> rows(String query) {
        List<String> found = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
        return found;
    }

    void change(String statement) {
        try (Connection connection = dataSource.getConnection();
                Statement changing = connection.createStatement()) {
            changing.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    static String token(String text, String path) {
        Matcher matcher = Pattern.compile("/" + path + "/([a-z2-7]+)").matcher(text);
        assertThat(matcher.find()).as("a link to " + path).isTrue();
        return matcher.group(1);
    }

    /** The tables that have a text anywhere, in whatever column. */
    Set<String> tablesWith(String text) {
        Set<String> found = new TreeSet<>();
        List<String> tables =
                rows(
                        "select table_name from information_schema.tables where table_schema = 'public'"
                                + " and table_type = 'BASE TABLE'");
        assertThat(tables).hasSizeGreaterThan(10);
        for (String table : tables) {
            String count =
                    rows("select count(*) from \"%s\" t where cast(t.* as text) ilike '%%%s%%'"
                                    .formatted(table, text))
                            .getFirst();
            if (!count.equals("0")) {
                found.add(table);
            }
        }
        return found;
    }
}
