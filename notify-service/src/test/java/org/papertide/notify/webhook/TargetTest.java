package org.papertide.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    @ParameterizedTest
    @CsvSource({
        "https://example.org, https://example.org/, https://example.org:443",
        "HTTPS://Example.ORG/a?b=c, https://example.org/a?b=c, https://example.org:443",
        "https://example.org:8443/x, https://example.org:8443/x, https://example.org:8443",
        "https://example.org/ä?ö, https://example.org/%C3%A4?%C3%B6, https://example.org:443",
        "https://[2606:4700::1]/x, https://[2606:4700::1]/x, https://[2606:4700::1]:443"
    })
    void readsUrls(String text, String uri, String receiver) {
        assertThat(Target.parse(text, false))
                .isInstanceOfSatisfying(
                        Target.Parsed.Valid.class,
                        valid -> {
                            assertThat(valid.target().uri()).hasToString(uri);
                            assertThat(valid.target().receiver()).isEqualTo(receiver);
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "example.org",
                "ftp://example.org/",
                "file:///etc/passwd",
                "http://example.org/",
                "https:///x",
                "https://user:secret@example.org/",
                "https://example.org/#top",
                "https://example.org:25/",
                "https://example.org:70000/",
                "https://exa mple.org/",
                "https://a_b.example.org/"
            })
    void refusesOthersWithAReason(String text) {
        assertThat(Target.parse(text, false))
                .isInstanceOfSatisfying(
                        Target.Parsed.Invalid.class,
                        invalid -> assertThat(invalid.reason()).endsWith("."));
    }

    @Test
    void takesHttpWhereThatIsGoodEnough() {
        assertThat(Target.parse("http://127.0.0.1:8080/x", true))
                .isInstanceOfSatisfying(
                        Target.Parsed.Valid.class,
                        valid ->
                                assertThat(valid.target().receiver())
                                        .isEqualTo("http://127.0.0.1:8080"));
        assertThat(Target.parse(null, true)).isInstanceOf(Target.Parsed.Invalid.class);
        assertThat(Target.parse("https://" + "a".repeat(3_000), true))
                .isInstanceOf(Target.Parsed.Invalid.class);
    }
}
