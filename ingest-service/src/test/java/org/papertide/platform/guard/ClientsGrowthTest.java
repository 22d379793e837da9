package org.papertide.platform.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.testing.Growth;

/** Here, since the module of what it measures cannot depend on {@link Growth}, which needs it. */
class ClientsGrowthTest {

    private static final InetAddress PROXY = InetAddress.ofLiteral("10.0.0.1");

    /** Many hops, all of them ours, or one that is no address. */
    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.2,", ",", " ", ":", "[", "1.", "::1,", "f:", "[::1]:"})
    void readsHopsInProportionToTheirLength(String hop) {
        Clients clients = new Clients(List.of("10.0.0.0/8"));
        Growth.assertLinear(
                400_000 / hop.length(),
                count -> List.of(hop.repeat(count), hop.repeat(count) + ",10.0.0.3"),
                headers -> assertThat(clients.find(PROXY, headers)).isNotNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.2", "x", ""})
    void readsHeadersInProportionToTheirNumber(String header) {
        Clients clients = new Clients(List.of("10.0.0.0/8"));
        Growth.assertLinear(
                50_000,
                count -> Collections.nCopies(count, header),
                headers -> assertThat(clients.find(PROXY, headers)).isNotNull());
    }
}
