package org.papertide.local.mailcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.local.mailcheck.Finding.Check;
import org.papertide.local.mailcheck.Finding.State;

class OneClickCheckTest extends MailCheckCase {

    @ParameterizedTest
    @CsvSource({
        "https://papers.example.org, OK, mails carry List-Unsubscribe-Post",
        "http://papers.example.org, WRONG, is not https",
        "https:/papers, WRONG, is not https",
        "https://gone.example.org/x, WRONG, gone.example.org",
    })
    void wantsASiteOverHttps(String site, State state, String text) {
        assertState(found(Check.ONE_CLICK, with(Map.of(), site)), state, text);
    }

    @Test
    void postsAsAMailboxProviderDoes() throws IOException {
        record Case(int status, State state, String text) {}
        List<Case> cases =
                List.of(
                        new Case(404, State.OK, "arrives"),
                        new Case(200, State.OK, "arrives"),
                        new Case(302, State.WRONG, "a redirect"),
                        new Case(403, State.WRONG, "answered with 403"),
                        new Case(502, State.WRONG, "answered with 502"));
        for (Case each : cases) {
            List<String> asked = new ArrayList<>();
            com.sun.net.httpserver.HttpServer site =
                    com.sun.net.httpserver.HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            site.createContext(
                    "/",
                    exchange -> {
                        asked.add(
                                exchange.getRequestMethod()
                                        + " "
                                        + exchange.getRequestURI()
                                        + " "
                                        + new String(
                                                exchange.getRequestBody().readAllBytes(),
                                                StandardCharsets.US_ASCII));
                        exchange.getResponseHeaders().set("Location", "/elsewhere");
                        exchange.sendResponseHeaders(each.status(), -1);
                        exchange.close();
                    });
            site.start();
            try {
                Finding finding =
                        new OneClickCheck(Dns.at(zone.address()))
                                .probe(
                                        URI.create(
                                                "http://127.0.0.1:" + site.getAddress().getPort()));
                assertState(List.of(finding), each.state(), each.text());
            } finally {
                site.stop(0);
            }
            assertThat(asked)
                    .containsExactly("POST /unsubscribe/check-mail List-Unsubscribe=One-Click");
        }
    }
}
