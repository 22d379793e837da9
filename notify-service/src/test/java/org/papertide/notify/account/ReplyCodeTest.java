package org.papertide.notify.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyCodeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "550 5.1.1 no such user | 5.1.1",
                "550-5.7.26 not authenticated | 5.7.26",
                "550 no such user | 550",
                "421 4.7.0 try again | 4.7.0",
                "450 see 5.1.1 of the manual | 450",
                "550 blocked, 192.0.2.5.1 is listed | 550",
                "550 from 5.1.1.7 | 550",
                "550 [62.5.1.1] blocked | 550",
                "550 [5.9.12.34] 4.1.1 then 5.7.1 | 5.7.1",
                "250 2.0.0 fine | 2.0.0",
                "550 | 550",
                "5501 nothing | none",
                "350 more | none",
                "connection reset | none",
                "never sent | none",
            })
    void findsTheCodeOfAReply(String reply, @Nullable String code) {
        assertThat(ReplyCode.of(reply)).isEqualTo(code);
    }

    @Test
    void findsNothingInNothing() {
        assertThat(ReplyCode.of(null)).isNull();
        assertThat(ReplyCode.of("")).isNull();
    }
}
