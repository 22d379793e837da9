package org.papertide.notify.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ReceiversTest {

    private final Receivers receivers =
            new Receivers(
                    domain -> domain.equals("gmail.com") ? "google" : domain, Set.of("google"));

    @Test
    void namesOnlyThoseThatVeryManyPeopleUse() {
        assertThat(receivers.of("gmail.com")).isEqualTo("google");
        assertThat(receivers.of("ruth.example")).isEqualTo(Receivers.OTHER);
    }
}
