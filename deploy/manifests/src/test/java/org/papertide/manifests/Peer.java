package org.papertide.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Pods of one kind, or something outside of the namespace.
 *
 * @param namespace empty for what is no pod
 * @param ports that it serves
 */
record Peer(String name, String namespace, Map<String, String> labels, Set<Integer> ports) {

    static final String DNS = "names";
    static final String GATEWAY = "gateway";
    static final String PROMETHEUS = "prometheus";
    static final String COLLECTOR = "collector";
    static final String INTERNET = "internet";
    static final String BROKERS = "brokers";
    static final String CONTROLLERS = "controllers";
    static final String KEDA = "keda";
    static final String CNPG = "cloudnativepg";

    /** Of what Strimzi makes. */
    static final int METRICS = 9404;

    private static final String OWN = "papertide";

    Peer {
        labels = Map.copyOf(labels);
        ports = Set.copyOf(ports);
    }

    boolean isOutside() {
        return !namespace.equals(OWN);
    }

    /** The pods that the chart makes, and those that operators make of its objects. */
    static List<Peer> inNamespace(Rendering rendering) {
        List<Peer> peers = new ArrayList<>();
        rendering
                .withPods()
                .forEach(object -> {
                    Map<String, String> labels =
                            object.is("Pod") ? object.labels() : object.podLabels();
                    peers.add(
                            new Peer(
                                    labels.getOrDefault("app.kubernetes.io/name", object.name()),
                                    OWN,
                                    labels,
                                    new TreeSet<>(Ports.numbers(object))));
                });
        boolean measured =
                rendering.all("Kafka").anyMatch(kafka -> !metrics(kafka).isMissingNode());
        rendering.all("KafkaNodePool").forEach(pool -> peers.add(ofStrimzi(pool, measured)));
        rendering
                .all("Kafka")
                .forEach(kafka ->
                        peers.add(
                                new Peer(
                                        "entities",
                                        OWN,
                                        Map.of(
                                                "strimzi.io/cluster",
                                                kafka.name(),
                                                "strimzi.io/component-type",
                                                "entity-operator"),
                                        Set.of())));
        rendering
                .all("Cluster")
                .forEach(cluster ->
                        peers.add(
                                new Peer(
                                        database(cluster.name()),
                                        OWN,
                                        Map.of(
                                                "cnpg.io/cluster",
                                                cluster.name(),
                                                "cnpg.io/podRole",
                                                "instance"),
                                        Set.of(5432, 8000, 9187))));
        return peers;
    }

    /** How brokers and controllers tell their metrics; missing where they do not. */
    static JsonNode metrics(Manifest kafka) {
        return kafka.spec().at("/kafka/metricsConfig");
    }

    /**
     * The labels and ports that Strimzi gives the pods of a pool: 9090 of controllers, 9091 among
     * brokers, 9404 of metrics.
     */
    private static Peer ofStrimzi(Manifest pool, boolean measured) {
        boolean broker = pool.spec().path("roles").path(0).asText().equals("broker");
        Set<Integer> ports = new TreeSet<>(broker ? Set.of(9091, 9093) : Set.of(9090));
        if (measured) {
            ports.add(METRICS);
        }
        return new Peer(
                broker ? BROKERS : CONTROLLERS,
                OWN,
                Map.of(
                        "strimzi.io/cluster", pool.labels().getOrDefault("strimzi.io/cluster", ""),
                        "strimzi.io/kind", "Kafka",
                        "strimzi.io/pool-name", pool.name(),
                        "strimzi.io/component-type", "kafka",
                        "strimzi.io/broker-role", Boolean.toString(broker),
                        "strimzi.io/controller-role", Boolean.toString(!broker)),
                ports);
    }

    private static String database(String cluster) {
        return cluster.substring(OWN.length() + 1);
    }

    static List<Peer> outside(Rendering rendering) {
        Set<Integer> internet = new TreeSet<>(Set.of(443, 80, 25));
        rendering.objects().stream()
                .filter(object -> object.is("NetworkPolicy"))
                .flatMap(object -> object.everywhere("port").stream())
                .forEach(port -> internet.add(port.asInt()));
        internet.remove(53);
        return List.of(
                new Peer(
                        DNS,
                        rendering.value("/networkPolicies/dns/namespace").asText(),
                        Manifest.strings(rendering.value("/networkPolicies/dns/podLabels")),
                        Set.of(53)),
                new Peer(
                        GATEWAY,
                        rendering.value("/gateway/from/namespace").asText(),
                        Manifest.strings(rendering.value("/gateway/from/podLabels")),
                        Set.of()),
                new Peer(
                        PROMETHEUS,
                        rendering.value("/observability/prometheus/namespace").asText(),
                        Manifest.strings(rendering.value("/observability/prometheus/podLabels")),
                        Set.of()),
                new Peer(
                        COLLECTOR,
                        rendering.value("/observability/traces/namespace").asText(),
                        Map.of("app.kubernetes.io/name", "collector"),
                        Set.of(4317)),
                new Peer(
                        KEDA,
                        rendering.value("/keda/namespace").asText(),
                        Map.of("app", "keda-operator"),
                        Set.of()),
                new Peer(
                        CNPG,
                        rendering.value("/database/cloudnativepg/operatorNamespace").asText(),
                        Map.of("app.kubernetes.io/name", "cloudnative-pg"),
                        Set.of()),
                new Peer("anybody", "default", Map.of("app", "anything"), Set.of(8080)),
                new Peer(INTERNET, "", Map.of(), internet));
    }

    static Peer named(List<Peer> peers, String name) {
        return peers.stream()
                .filter(peer -> peer.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no pods of " + name));
    }

    /** Whom a host name leads to: pods of the namespace, or the internet. */
    static String of(Rendering rendering, String host) {
        String suffix = "." + OWN + ".svc";
        if (!host.endsWith(suffix)) {
            return INTERNET;
        }
        String service = host.substring(0, host.length() - suffix.length());
        if (service.endsWith("-kafka-bootstrap")) {
            return BROKERS;
        }
        if (service.endsWith("-db-rw")) {
            return database(service.substring(0, service.length() - 3));
        }
        return rendering
                .find("Service", service)
                .flatMap(found ->
                        inNamespace(rendering).stream()
                                .filter(peer ->
                                        Selectors.matches(
                                                Manifest.strings(found.spec().path("selector")),
                                                peer.labels()))
                                .findFirst())
                .map(Peer::name)
                .orElse("nobody: " + service);
    }

    /** By a policy of the namespace. */
    boolean isSelected(JsonNode podSelector) {
        return !isOutside() && Selectors.matches(podSelector, labels);
    }

    /** By the peers of a rule. */
    boolean isPeer(JsonNode peer) {
        if (peer.has("ipBlock")) {
            return namespace.isEmpty();
        }
        if (namespace.isEmpty()) {
            return false;
        }
        boolean there =
                peer.has("namespaceSelector")
                        ? Selectors.matches(
                                peer.path("namespaceSelector"),
                                Map.of("kubernetes.io/metadata.name", namespace))
                        : !isOutside();
        return there
                && (!peer.has("podSelector")
                        || Selectors.matches(peer.path("podSelector"), labels));
    }
}
