package org.papertide.notify.site;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.notify.message.Templates;

class ErrorPagesTest {

    private final ErrorPages errors =
            new ErrorPages(new Pages(new Templates(), new Assets(), () -> Footer.PLAIN));

    @ParameterizedTest
    @CsvSource({
        "400, The request was not understood",
        "404, There is no such page",
        "405, This page cannot handle that request",
        "413, That was too long",
        "415, This page cannot handle that request",
        "429, The request was not understood",
        "500, Something went wrong here",
        "503, Back in a moment",
    })
    void givesReadersAPageForEveryStatus(int status, String heading) {
        try (Response page = errors.notice(status)) {
            assertThat(page.getStatus()).isEqualTo(status);
            assertThat(page.getEntity().toString())
                    .startsWith("<!doctype html>")
                    .contains("<h1>" + heading + "</h1>")
                    .contains("noindex")
                    .contains("href=\"/\"");
        }
    }

    @Test
    void leavesProgramsTheirProblems() {
        assertThat(ErrorPages.isForPrograms("/api/v1/subscriptions")).isTrue();
        assertThat(ErrorPages.isForPrograms("/q/health/ready")).isTrue();
        assertThat(ErrorPages.isForPrograms("/private-feeds/token.atom")).isTrue();
        assertThat(ErrorPages.isForPrograms("/apis")).isFalse();
        assertThat(ErrorPages.isForPrograms("/subscribe")).isFalse();
    }
}
