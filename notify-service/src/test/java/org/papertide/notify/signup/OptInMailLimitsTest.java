package org.papertide.notify.signup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.notify.subscription.MailAddress;

class OptInMailLimitsTest {

    @ParameterizedTest
    @CsvSource({
        "reader@example.org, reader@example.org",
        "Reader@Example.org, reader@example.org",
        "reader+tides@example.org, reader@example.org",
        "r.e.a.d.e.r@example.org, reader@example.org",
        "r.eader+a+b@example.org, reader@example.org",
        "reader@googlemail.com, reader@gmail.com",
        "+reader@example.org, +reader@example.org",
        "reader-list@example.org, reader-list@example.org",
    })
    void oneMailboxHasOneName(String address, String name) {
        assertThat(
                        OptInMailLimits.folded(
                                ((MailAddress.Parsed.Valid) MailAddress.parse(address)).address()))
                .isEqualTo(name);
    }
}
