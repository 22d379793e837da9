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
        "https://bücher.example/x, https://xn--bcher-kva.example/x, https://xn--bcher-kva.example:443",
        "https://Bücher.example:8443/ä, https://xn--bcher-kva.example:8443/%C3%A4, https://xn--bcher-kva.example:8443",
        "https://bücher.example?q, https://xn--bcher-kva.example/?q, https://xn--bcher-kva.example:443",
        "https://ΒΌΛΟΣ.example, https://xn--nxasmq6b.example/, https://xn--nxasmq6b.example:443",
        "https://faß.example, https://xn--fa-hia.example/, https://xn--fa-hia.example:443",
        "https://例え.jp, https://xn--r8jz45g.jp/, https://xn--r8jz45g.jp:443",
        "https://１０.0.0.1/, https://10.0.0.1/, https://10.0.0.1:443",
        "https://[2606:4700::1]/x, https://[2606:4700::1]/x, https://[2606:4700::1]:443"
    })
    void readsUrls(String text, String uri, String receiver) {
        assertThat(Target.parse(text, false))
                .isInstanceOfSatisfying(
                        Target.Parsed.Valid.class,
                        valid -> {
                            assertThat(valid.target().uri()).hasToString(uri);
                            assertThat(valid.target().receiver()).isEqualTo(receiver);
                            assertThat(Target.parse(uri, false))
                                    .as("as it is stored")
                                    .isEqualTo(valid);
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
                "https://a_b.example.org/",
                "https://ä:geheim@example.org/",
                "https://example.org@bücher.example/",
                "https://bücher.example:25/",
                "https://bücher.example:x/",
                "https://b_ücher.example/",
                "https://℀.example/",
                "https://ü@[::1]/"
            })
    void refusesOthersWithAReason(String text) {
        assertThat(Target.parse(text, false))
                .isInstanceOfSatisfying(
                        Target.Parsed.Invalid.class,
                        invalid -> assertThat(invalid.reason()).endsWith("."));
    }

    @Test
    void refusesAHostThatEncodesNothing() {
        assertThat(Target.parse("https://xn--example.org/", false))
                .isEqualTo(
                        new Target.Parsed.Invalid(
                                "Please check the URL's host: what follows xn-- encodes no name."));
    }

    @Test
    void takesHttpWhereThatIsGoodEnough() {
        assertThat(Target.parse("http://127.0.0.1:8080/x", true))
                .isInstanceOfSatisfying(
                        Target.Parsed.Valid.class,
                        valid ->
                                assertThat(valid.target().receiver())
                                        .isEqualTo("http://127.0.0.1:8080"));
        for (String half : new String[] {"\ud83d", "\udccb"}) {
            assertThat(Target.parse("https://example.org/" + half, true))
                    .isInstanceOf(Target.Parsed.Invalid.class);
            assertThat(Target.parse("https://example.org?" + half + "a", true))
                    .isInstanceOf(Target.Parsed.Invalid.class);
        }
        assertThat(Target.parse(null, true)).isInstanceOf(Target.Parsed.Invalid.class);
        assertThat(Target.parse("https://" + "a".repeat(3_000), true))
                .isInstanceOf(Target.Parsed.Invalid.class);
    }
}
