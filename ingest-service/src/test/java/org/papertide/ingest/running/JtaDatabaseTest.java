package org.papertide.ingest.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class JtaDatabaseTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"08001", "08006", "53300", "57P01", "57P03", "25P03", "40P01"})
    void triesAgainWhenTheServerWasAway(String state) {
        Exception failure = new IllegalStateException(new SQLException("away", state));
        assertThat(JtaDatabase.isUnavailable(failure)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "22001", "42703", "22P05"})
    void givesUpOnWhatWouldFailAgain(String state) {
        Exception failure = new IllegalStateException(new SQLException("wrong", state));
        assertThat(JtaDatabase.isUnavailable(failure)).isFalse();
    }
}
