package org.papertide.notify.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrossSiteRequestsTest {

    private static final URI SITE = URI.create("https://papertide.example");

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // A program, or a browser that posts what somebody typed.
                "-, -, papertide.example, true",
                "none, -, papertide.example, true",
                // Our own pages; some browsers hide the origin of a form.
                "same-origin, https://papertide.example, papertide.example, true",
                "same-origin, null, papertide.example, true",
                "-, https://papertide.example, papertide.example, true",
                "-, https://PAPERTIDE.example, backend:8080, true",
                "-, http://127.0.0.1:8080, 127.0.0.1:8080, true",
                // Others.
                "cross-site, https://evil.example, papertide.example, false",
                "cross-site, null, papertide.example, false",
                "cross-site, -, papertide.example, false",
                "same-site, https://blog.papertide.example, papertide.example, false",
                "-, https://evil.example, papertide.example, false",
                "-, https://papertide.example.evil.example, papertide.example, false",
                "-, http://papertide.example, backend:8080, false",
                "-, http://papertide.example, papertide.example, false",
                "-, http://PAPERTIDE.EXAMPLE, papertide.example, false",
                "-, ftp://papertide.example, papertide.example, false",
                "-, https://papertide.example:444, papertide.example, false",
                "-, null, papertide.example, false",
                "-, '', papertide.example, false",
                "-, x y, papertide.example, false",
            })
    void knowsWhatOtherSitesSend(String fetchSite, String origin, String host, boolean here) {
        assertThat(CrossSiteRequests.isFromHere(fetchSite, origin, host, SITE)).isEqualTo(here);
    }
}
