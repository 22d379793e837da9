package org.papertide.platform.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {

    private final Hosts hosts = new Hosts(Stream.of("papertide.example", "notify", " Notify.svc"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "papertide.example",
                "PAPERTIDE.example",
                "papertide.example.",
                "notify",
                "notify.svc",
                "localhost",
                "papertide.localhost",
                "127.0.0.1",
                "10.1.2.3",
                "::1",
                "[::1]"
            })
    void knowsItsNamesAndAddresses(String host) {
        assertThat(hosts.isKnown(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "papertide.example.evil.example",
                "evilpapertide.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "1.2.3.4.5",
                "0x7f000001.evil",
                "notify.evil",
                "",
                " "
            })
    void knowsNoNameOfOthers(String host) {
        assertThat(hosts.isKnown(host)).isFalse();
    }

    @Test
    void letsEveryNameInWhereItIsToldTo() {
        assertThat(new Hosts(Stream.of("*")).isKnown("any.example")).isTrue();
    }
}
