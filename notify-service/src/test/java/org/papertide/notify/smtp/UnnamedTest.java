package org.papertide.notify.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnnamedTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "550 5.1.1 <jo.doe+a@Home.example> unknown | 550 5.1.1 <…> unknown",
                "550 no mailbox JO.DOE+A here | 550 no mailbox … here",
                "451 no route to home.example | 451 no route to …",
                "550 homes.example is another | 550 homes.example is another",
                "550 user jo.doe+ab is another | 550 user jo.doe+ab is another",
            })
    void leavesNoPartOfTheAddress(String said, String kept) {
        assertThat(Unnamed.of(said, "jo.doe+a@home.example")).isEqualTo(kept);
    }
}
