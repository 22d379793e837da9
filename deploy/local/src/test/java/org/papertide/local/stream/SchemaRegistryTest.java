package org.papertide.local.stream;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.local.data.RefusedException;

class SchemaRegistryTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://registry.example.org",
                "http://127.registry.example.org",
                "http://127.0.0.1.example.org",
                "http://localhost.example.org"
            })
    void sendsNoTokenInTheClearToAnotherMachine(String url) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> new SchemaRegistry(url, "papertide", Optional.of("secret")))
                .withMessageContaining("readable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://registry.example.org",
                "http://127.0.0.1:8080",
                "http://[::1]:8080",
                "http://localhost:8080"
            })
    void sendsItToThisMachineOrEncrypted(String url) {
        assertThatCode(() -> new SchemaRegistry(url, "papertide", Optional.of("secret")))
                .doesNotThrowAnyException();
    }
}
