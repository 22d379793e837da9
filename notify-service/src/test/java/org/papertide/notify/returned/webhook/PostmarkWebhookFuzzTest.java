package org.papertide.notify.returned.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.notify.returned.webhook.ProviderWebhook.Outcome;
import org.papertide.testing.fuzz.Fuzz;

/** Of the providers' requests those which are signed by their headers, not by their bytes. */
class PostmarkWebhookFuzzTest {

    private static final String LOGIN =
            "Basic " + Base64.getEncoder().encodeToString("postmark:secret".getBytes(UTF_8));

    private static final ProviderWebhook WEBHOOK =
            new PostmarkWebhook(new Settings.Postmark("postmark", Optional.of("secret")));

    static List<byte[]> samples() {
        return Fuzz.texts(
                """
                {"RecordType":"Bounce","ID":42,"Type":"HardBounce","TypeCode":1,\
                "Email":"a@example.org","From":"b.token@mail.example.net",\
                "Description":"Unknown user","Details":"smtp;550 5.1.1 unknown",\
                "BouncedAt":"2026-05-04T08:00:00Z","Metadata":{"token":"a.b"}}
                """,
                """
                {"RecordType":"SpamComplaint","ID":43,"Email":"a@example.org","Content":"From: x"}
                """,
                """
                {"RecordType":"SubscriptionChange","Recipient":"a@example.org",\
                "SuppressSending":true,"SuppressionReason":"ManualSuppression"}
                """);
    }

    @Test
    void answersAnything() {
        Fuzz.bytes(samples(), PostmarkWebhookFuzzTest::check);
    }

    @MethodSource("samples")
    @FuzzTest
    void fuzz(byte[] input) {
        Fuzz.check(input, PostmarkWebhookFuzzTest::check);
    }

    private static void check(byte[] input) {
        switch (WEBHOOK.read(new ProviderWebhook.Request(_ -> Optional.of(LOGIN), input))) {
            case Outcome.Reports(List<ProviderWebhook.AddressedReport> reports) ->
                    assertThat(reports).doesNotContainNull();
            case Outcome.Unreadable(String reason) -> assertThat(reason).isNotBlank();
            case Outcome.Refused(String reason) -> throw new AssertionError(reason);
            case Outcome.Undecided(String reason) -> throw new AssertionError(reason);
        }
    }
}
