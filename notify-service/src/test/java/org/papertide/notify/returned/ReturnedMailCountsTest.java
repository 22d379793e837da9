package org.papertide.notify.returned;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.papertide.bounce.ReturnedMail.Kind;

class ReturnedMailCountsTest {

    @Test
    void countsKindsAndWhatIsAboutNoMailOfOurs() {
        ReturnedMailCounts counts = new ReturnedMailCounts();
        counts.add(Kind.HARD);
        counts.add(Kind.HARD);
        counts.addUnaddressed();
        counts.add(ReturnedMailCounts.Fault.POLICY);
        assertThat(counts.count(Kind.HARD)).isEqualTo(2);
        assertThat(counts.count(Kind.SOFT)).isZero();
        assertThat(counts.unaddressed()).isOne();
        assertThat(counts.count(ReturnedMailCounts.Fault.POLICY)).isOne();
        assertThat(counts.count(ReturnedMailCounts.Fault.MESSAGE)).isZero();
    }
}
