package org.papertide.platform.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.platform.http.LinkTokens;

class HiddenTokensTest {

    /** The shortest that is issued. */
    private static final String TOKEN = "amaqcaaaaaaaaaaaaea7hqi3k5wpyt2mjr4xvb6zgs";

    /** All that is told of a request for this path. */
    private static String told(String path, String query) {
        try (SdkTracerProvider provider =
                SdkTracerProvider.builder().addSpanProcessor(new HiddenTokens()).build()) {
            ReadableSpan span =
                    (ReadableSpan)
                            provider.get("a test")
                                    .spanBuilder("GET " + path)
                                    .setSpanKind(SpanKind.SERVER)
                                    .setAttribute("http.request.method", "GET")
                                    .setAttribute("http.response.status_code", 200)
                                    .setAttribute("http.target", path + "?" + query)
                                    .setAttribute("url.path", path)
                                    .setAttribute("url.query", query)
                                    .setAttribute("url.full", "http://here" + path)
                                    .startSpan();
            return span.toSpanData().toString();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/unsubscribe/TOKEN",
                "/confirm/TOKEN/",
                "/preferences/TOKEN;a=b",
                "/private-feeds/TOKEN.atom",
                "/any/path/to/come/TOKEN?x",
                "//unsubscribe//TOKEN",
                "/TOKEN"
            })
    void tellsNoTokenWhereverItStands(String path) {
        for (String token :
                new String[] {
                    TOKEN,
                    TOKEN.toUpperCase(Locale.ROOT),
                    TOKEN.substring(0, 30),
                    "%61" + TOKEN.substring(1),
                    TOKEN + TOKEN
                }) {
            assertThat(told(path.replace("TOKEN", token), "a=1&token=" + token + "&b=2"))
                    .doesNotContain(token.substring(3, 28))
                    .contains("{hidden}", "a=1&token={hidden}&b=2");
        }
    }

    @Test
    void tellsWhatElseStandsInAnAddress() {
        String path = "/api/v1/papers/arxiv:cond-mat/0207270/similar";
        assertThat(told(path, "limit=10&q=diffusion%20models")).contains(path, "limit=10");
        assertThat(LinkTokens.hide("POST /api/v1/returned-mail/suppressions"))
                .isEqualTo("POST /api/v1/returned-mail/suppressions");
    }
}
