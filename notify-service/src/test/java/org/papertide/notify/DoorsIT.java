package org.papertide.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.testing.PapertideTestResource.OPERATOR_TOKEN;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.papertide.testing.Door;
import org.papertide.testing.Doors;
import org.papertide.testing.HostileRequest;
import org.papertide.testing.PapertideTestResource;

/** No request fails the service, whatever it is: each gets a clear answer in the one shape. */
@QuarkusTest
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = {
            @ResourceArg(name = "database", value = "notify"),
            @ResourceArg(name = "guard", value = "on"),
            @ResourceArg(name = "papertide.mail.replies-read", value = "true"),
            @ResourceArg(name = "papertide.mail.provider", value = "POSTMARK"),
            @ResourceArg(
                    name = "papertide.returned.webhooks.ses.topics",
                    value = "arn:aws:sns:eu-west-1:123456789012:returned"),
            @ResourceArg(
                    name = "papertide.returned.webhooks.mailgun.signing-key",
                    value = "a-signing-key-of-mailgun"),
            @ResourceArg(
                    name = "papertide.returned.webhooks.postmark.password",
                    value = "a-password-of-postmark")
        })
class DoorsIT {

    @TestHTTPResource("/")
    URI service = URI.create("http://localhost");

    @ParameterizedTest
    @EnumSource
    void refuses(HostileRequest kind) {
        assertThat(
                        Doors.of(
                                        service,
                                        OPERATOR_TOKEN,
                                        Door.forReaders("/subscribe", "email", "hour"),
                                        Door.forReaders("/subscribe/preview", "email", "hour"),
                                        Door.forReaders("/preferences/none", "frequency", "hour"),
                                        provider("ses", "Type", "Message", "SigningCertURL"),
                                        provider("mailgun", "signature", "event-data"),
                                        provider("postmark", "RecordType", "Email"),
                                        provider("sendgrid", "event"))
                                .withPagesExceptAt("/api/", "/q/", "/private-feeds/")
                                .faults(kind))
                .isEmpty();
    }

    /** It refuses what is not signed before it looks at anything. */
    private static Door provider(String name, String... fields) {
        return Door.forPrograms("POST", "/api/v1/webhooks/" + name, fields).mayAlsoAnswer(403, 404);
    }
}
