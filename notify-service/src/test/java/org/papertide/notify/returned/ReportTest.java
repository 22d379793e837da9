package org.papertide.notify.returned;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.papertide.bounce.ReturnedMail.Kind;

class ReportTest {

    @Test
    void isTheSameWhenItComesAgain() {
        assertThat(Report.of(Kind.HARD, null, "words", "event-1").key())
                .isEqualTo(Report.of(Kind.SOFT, "4.2.2", "other words", "event-1").key())
                .isNotEqualTo(Report.of(Kind.HARD, null, "words", "event-2").key());
    }

    @Test
    void keepsNoCodeThatIsNone() {
        assertThat(new Report(Kind.HARD, "123456789012", "", "k").code()).isEqualTo("123456789012");
        assertThat(new Report(Kind.HARD, "1234567890123", "", "k").code()).isNull();
        assertThat(new Report(Kind.HARD, null, "", "k").code()).isNull();
    }

    @Test
    void hasItsReasonInOneLineAndDoesNotShowIt() {
        Report report = new Report(Kind.HARD, "5.1.1", "no\nsuch user ruth", "k");
        assertThat(report.reason()).isEqualTo("no such user ruth");
        assertThat(report).hasToString("Report[HARD 5.1.1]");
    }
}
