package org.papertide.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUnavailableExceptionTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"08001", "08006", "53300", "57P01", "57P03", "58030", "25P03", "40P01"})
    void triesAgainWhenTheServerWasAway(@Nullable String state) {
        assertThat(isUnavailable(failure(state), true)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "22001", "42703", "22P05"})
    void givesUpOnWhatWouldFailAgain(String state) {
        assertThat(isUnavailable(failure(state), false)).isFalse();
    }

    @Test
    void missesATableOnlyUntilTheMigration() {
        assertThat(isUnavailable(failure("42P01"), false)).isTrue();
        assertThat(isUnavailable(failure("42P01"), true)).isFalse();
    }

    private static boolean isUnavailable(RuntimeException failure, boolean migrated) {
        RuntimeException thrown = DatabaseUnavailableException.unlessFault(failure, migrated);
        boolean unavailable = thrown instanceof DatabaseUnavailableException;
        assertThat(unavailable ? thrown.getCause() : thrown).isSameAs(failure);
        return unavailable;
    }

    private static RuntimeException failure(@Nullable String state) {
        return new IllegalStateException(new SQLException("wrong", state));
    }
}
