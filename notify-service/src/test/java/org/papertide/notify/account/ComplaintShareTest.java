package org.papertide.notify.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComplaintShareTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, false",
        "0, 100000, false",
        "2, 2, false",
        "3, 0, true",
        "3, 3750, true",
        "3, 3751, false",
        "79, 100000, false",
        "80, 100000, true",
    })
    void isManyFromTheThirdComplaintOnWhenTheShareIsReached(
            long complaints, long accepted, boolean many) {
        assertThat(new ComplaintShare(complaints, accepted).isMany(80)).isEqualTo(many);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0.0", "1, 0, 1.0", "1, 1000, 0.001", "5, 4, 1.0"})
    void isNoMoreThanAll(long complaints, long accepted, double share) {
        assertThat(new ComplaintShare(complaints, accepted).share()).isEqualTo(share);
    }

    @Test
    void addsUpBothSides() {
        assertThat(new ComplaintShare(1, 20).plus(new ComplaintShare(3, 400)))
                .isEqualTo(new ComplaintShare(4, 420));
    }
}
