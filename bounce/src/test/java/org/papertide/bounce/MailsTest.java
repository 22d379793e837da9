package org.papertide.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The mails of {@code mails/}, one of each form, with what {@code expected.csv} says of each. */
class MailsTest {

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(
            resources = "mails/expected.csv",
            useHeadersInDisplayName = false,
            numLinesToSkip = 1)
    void saysWhatItIs(String name, ReturnedMail.Kind kind, String code, String recipient)
            throws IOException {
        try (InputStream mail = MailsTest.class.getResourceAsStream("mails/" + name + ".eml")) {
            ReturnedMail returned = new BounceReader().read(Objects.requireNonNull(mail, name));

            assertThat(returned.kind()).as(returned.reason()).isEqualTo(kind);
            assertThat(Objects.requireNonNullElse(returned.code(), "-")).isEqualTo(code);
            assertThat(Objects.requireNonNullElse(returned.recipient(), "-")).isEqualTo(recipient);
            assertThat(returned.sentTo()).contains("b+token@bounces.example.org");
        }
    }
}
