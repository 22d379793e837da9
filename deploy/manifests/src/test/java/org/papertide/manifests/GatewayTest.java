package org.papertide.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The Gateway that is shipped is the one that production expects. */
class GatewayTest {

    /** Where implementations run the pods that carry the requests, by their class. */
    private static final Map<String, String> PODS = Map.of("envoy", "envoy-gateway-system");

    private static final JsonNode GATEWAY =
            Yaml.documents(Checkout.read(Checkout.KUBERNETES.resolve("gateway.yaml"))).getFirst();

    private static final JsonNode EXPECTED = ValueSets.values("production").path("gateway");

    /** Not where the Gateway is: who comes from elsewhere is turned away by the policies. */
    @Test
    void isLetInFromWhereItsPodsRun() {
        assertThat(EXPECTED.at("/from/namespace").asText())
                .isEqualTo(PODS.get(GATEWAY.at("/spec/gatewayClassName").asText()));
    }

    @Test
    void isTheParentOfTheRoutes() {
        JsonNode parent = EXPECTED.path("parent");
        assertThat(parent.path("name")).isEqualTo(GATEWAY.at("/metadata/name"));
        assertThat(parent.path("namespace")).isEqualTo(GATEWAY.at("/metadata/namespace"));
        assertThat(GATEWAY.at("/spec/listeners").findValues("name"))
                .contains(parent.path("section"));
    }
}
