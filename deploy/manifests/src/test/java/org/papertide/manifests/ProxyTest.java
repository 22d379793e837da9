package org.papertide.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The proxy of the installation by Compose. */
class ProxyTest {

    private static final Pattern LOCATION =
            Pattern.compile("location ~ (\\S+) \\{\\n(.*?)\\n    }\\n", Pattern.DOTALL);

    private static final String CONFIGURATION =
            Checkout.read(Checkout.ROOT.resolve("deploy/compose/nginx.conf"));

    /** The block of the first regular expression that finds the path, as nginx takes it. */
    private static Optional<String> block(String path) {
        return LOCATION.matcher(CONFIGURATION)
                .results()
                .filter(found -> Pattern.compile(found.group(1)).matcher(path).find())
                .findFirst()
                .map((MatchResult found) -> found.group(2));
    }

    @Test
    void leadsReadersToTheRanking() {
        assertThat(PublicPath.ofRanking())
                .hasSizeGreaterThan(10)
                .allSatisfy(path -> {
                    String block = block(path.path()).orElse("the site");
                    assertThat(block).as(path.path()).contains("$ranking");
                    if (path.live()) {
                        assertThat(block).contains("proxy_buffering off");
                    }
                });
    }

    @Test
    void leadsNobodyToWhatIsWithinTheClusterAlone() {
        assertThat(PublicPath.insideOfRanking())
                .hasSizeGreaterThan(3)
                .allSatisfy(path ->
                        assertThat(block(path).orElse("the site"))
                                .as(path)
                                .doesNotContain("$ranking"));
    }

    @Test
    void waitsForLongRequestsAsTheirServicesDo() {
        for (String service : List.of("ingest", "notify")) {
            assertThat(PublicPath.ofLongRequests(service))
                    .isNotEmpty()
                    .allSatisfy(path ->
                            assertThat(block(path).orElse("the site"))
                                    .as(path)
                                    .contains(
                                            "$" + service,
                                            "client_max_body_size 0",
                                            "proxy_request_buffering off",
                                            "proxy_read_timeout 15m"));
        }
    }

    /** Services believe the proxy: so it believes nobody. */
    @Test
    void tellsWhoTheClientIsByItsConnectionAlone() {
        assertThat(CONFIGURATION)
                .contains("proxy_set_header X-Forwarded-For $remote_addr;")
                .doesNotContain("$proxy_add_x_forwarded_for");
    }

    @Test
    void leadsTheSiteToItself() {
        assertThat(block("/trending/changes")).isEmpty();
        assertThat(block("/search")).isEmpty();
        assertThat(block("/papers/arxiv:2605.1")).isEmpty();
        assertThat(block("/api/v1/webhooks")).isEmpty();
    }
}
