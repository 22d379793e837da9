package org.papertide.notify.signup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.papertide.notify.subscription.MailAddress;
import org.papertide.testing.KnownCases;

/** What browsers and people give, that was refused or sent elsewhere. */
@EnabledIf(
        value = "org.papertide.testing.KnownCases#arePresent",
        disabledReason = "known cases do not lie beside the checkout")
class KnownRequestsTest {

    @Test
    void nameTimezonesAsBrowsersDo() {
        assertThat(KnownCases.rows("76-timezones.tsv"))
                .hasSizeGreaterThan(5)
                .allSatisfy(row ->
                        assertThat(TimezoneName.Check.find(row.getFirst()))
                                .as(row.get(0))
                                .isPresent());
        assertThat(TimezoneName.Check.find("europe/berlin")).contains(ZoneId.of("Europe/Berlin"));
    }

    @Test
    void areMailedWhereTheySayOrNowhere() {
        List<List<String>> rows = KnownCases.rows("77-addresses.tsv");
        assertThat(rows).hasSizeGreaterThan(6);
        for (List<String> row : rows) {
            String typed = row.get(0);
            String wanted = row.get(2);
            MailAddress.Parsed parsed = MailAddress.parse(typed);
            if (wanted.startsWith("refused")) {
                assertThat(parsed).as(typed).isInstanceOf(MailAddress.Parsed.Invalid.class);
            } else {
                String address = wanted.equals("the same") ? row.get(1) : wanted;
                assertThat(parsed)
                        .isInstanceOfSatisfying(
                                MailAddress.Parsed.Valid.class,
                                valid -> assertThat(valid.address().value()).isEqualTo(address));
            }
        }
    }
}
