package org.papertide.platform.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogOnceTest {

    private final LogOnce log = new LogOnce();

    @Test
    void isNewOncePerCauseInARow() {
        assertThat(log.isNew("away")).isTrue();
        assertThat(log.isNew("away")).isFalse();
        assertThat(log.isNew("full")).isTrue();
        assertThat(log.isNew("away")).isTrue();
    }

    @Test
    void isNewAgainAfterARecovery() {
        assertThat(log.isRecovery()).isFalse();
        assertThat(log.isNew("away")).isTrue();
        assertThat(log.isRecovery()).isTrue();
        assertThat(log.isRecovery()).isFalse();
        assertThat(log.isNew("away")).isTrue();
    }
}
