package org.papertide.notify;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.papertide.notify.token.TestTokens;
import org.papertide.notify.token.Tokens;
import org.papertide.testing.PapertideTestResource;

/** The service has started before its database, where the keys of links are. */
@QuarkusTest
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = {
            // The port for tcpmux: nothing listens there.
            @ResourceArg(
                    name = "quarkus.datasource.jdbc.url",
                    value = "jdbc:postgresql://127.0.0.1:1/notify"),
            @ResourceArg(name = "papertide.mail.provider", value = "POSTMARK"),
            @ResourceArg(
                    name = "papertide.returned.webhooks.postmark.password",
                    value = "a-password-of-postmark")
        })
class DatabaseAwayIT {

    private final Tokens tokens = TestTokens.of(Clock.systemUTC());

    /** A link of a mail that was sent before. */
    enum Link {
        UNSUBSCRIBE("/unsubscribe/", "", true),
        CONFIRM("/confirm/", "", true),
        PREFERENCES("/preferences/", "", true),
        FEED("/private-feeds/", ".atom", false);

        private final String before;
        private final String after;
        private final boolean isForm;

        Link(String before, String after, boolean isForm) {
            this.before = before;
            this.after = after;
            this.isForm = isForm;
        }

        String token(Tokens tokens) {
            return switch (this) {
                case UNSUBSCRIBE -> tokens.issue(Tokens.Kind.UNSUBSCRIBE, 7);
                case CONFIRM -> tokens.issue(Tokens.Kind.CONFIRM, 7, soon());
                case PREFERENCES -> tokens.issue(Tokens.Kind.PREFERENCES, 7, soon());
                case FEED -> tokens.issueFeed(new Tokens.FeedToken(7, 1));
            };
        }

        private static Instant soon() {
            return Clock.systemUTC().instant().plus(Duration.ofHours(1));
        }
    }

    /** 404 would tell a mail client that its one-click unsubscription can be forgotten. */
    @ParameterizedTest
    @EnumSource
    void callsNoLinkUnknown(Link link) {
        String path = link.before + link.token(tokens) + link.after;
        given().get(path).then().statusCode(503);
        if (link.isForm) {
            given().contentType(ContentType.URLENC)
                    .body("List-Unsubscribe=One-Click")
                    .post(path)
                    .then()
                    .statusCode(503);
        }
    }

    /** A provider whose report is taken does not send it again. */
    @Test
    void takesNoReportOfAProvider() {
        String bounce =
                """
                {"RecordType": "Bounce", "Type": "HardBounce", "ID": 42,
                 "Details": "smtp;550 5.1.1 no such user", "Email": "a@example.org",
                 "Metadata": {"papertide": "%s"}}\
                """
                        .formatted(tokens.issueReturn(7, 8));
        int status =
                given().auth()
                        .preemptive()
                        .basic("postmark", "a-password-of-postmark")
                        .contentType(ContentType.JSON)
                        .body(bounce)
                        .post("/api/v1/webhooks/postmark")
                        .statusCode();
        assertThat(status).isEqualTo(503);
    }

    /** What needs the key of addresses is no fault of ours either. */
    @Test
    void takesNoSubscription() {
        given().contentType(ContentType.JSON)
                .body("{\"email\": \"reader@example.org\", \"frequency\": \"DAILY\"}")
                .post("/api/v1/subscriptions")
                .then()
                .statusCode(503);
    }
}
