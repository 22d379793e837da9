package org.papertide.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What holds for the databases that an installation brings along. */
final class DatabaseRules {

    static final List<Rule> RULES =
            List.of(
                    new Rule(
                            "databases have connections for as many replicas as there may be",
                            DatabaseRules::connections),
                    new Rule(
                            "databases use the memory and the disk that they are given",
                            DatabaseRules::memory));

    private static final String POOL = "quarkus.datasource.jdbc.max-size";

    /** PostgreSQL's own default. */
    private static final int DEFAULT = 100;

    /**
     * For superusers (3), whoever measures, saves or follows, and a replica that is still ending.
     */
    private static final int RESERVE = 20;

    private DatabaseRules() {}

    private static List<String> connections(Rendering rendering) {
        List<String> problems = new ArrayList<>();
        List<PapertideService> services =
                Stream.of(PapertideService.values())
                        .filter(service -> service.properties().containsKey(POOL))
                        .toList();
        for (PapertideService service : services) {
            rendering
                    .find("Cluster", "papertide-%s-db".formatted(service))
                    .ifPresent(
                            cluster -> check(cluster, most(rendering, List.of(service)), problems));
        }
        rendering
                .find("StatefulSet", "papertide-postgresql")
                .ifPresent(server -> check(server, most(rendering, services), problems));
        return problems;
    }

    /**
     * Buffers of 15 to 40 % of the limit: below it the disk is read for what would fit, above it
     * the kernel and the connections have too little. The log that may pile up between checkpoints
     * leaves at least half of its disk to what standbys and the archive are behind.
     */
    private static List<String> memory(Rendering rendering) {
        List<String> problems = new ArrayList<>();
        rendering
                .all("Cluster")
                .forEach(cluster -> {
                    JsonNode parameters = cluster.spec().at("/postgresql/parameters");
                    double limit = bytes(cluster.spec().at("/resources/limits/memory"));
                    double disk = bytes(cluster.spec().at("/walStorage/size"));
                    part(cluster, parameters, "shared_buffers", limit, 0.15, 0.4, problems);
                    part(cluster, parameters, "effective_cache_size", limit, 0.5, 0.8, problems);
                    part(cluster, parameters, "max_wal_size", disk, 0.1, 0.5, problems);
                });
        return problems;
    }

    private static void part(
            Manifest cluster,
            JsonNode parameters,
            String name,
            double whole,
            double least,
            double most,
            List<String> problems) {
        // PostgreSQL's kB, MB and GB are what Kubernetes calls Ki, Mi and Gi.
        String own = parameters.path(name).asText("0").replaceFirst("([kMGT])B$", "$1i");
        double part = bytes(own.replace("ki", "Ki")) / whole;
        if (part < least || part > most) {
            problems.add("%s: %s is %.0f %% of what there is".formatted(cluster, name, part * 100));
        }
    }

    private static double bytes(JsonNode quantity) {
        return bytes(quantity.asText());
    }

    private static double bytes(String quantity) {
        return Quantity.parse(quantity).getNumericalAmount().doubleValue();
    }

    private static void check(Manifest server, int wanted, List<String> problems) {
        int there = server.spec().at("/postgresql/parameters/max_connections").asInt(DEFAULT);
        if (wanted + RESERVE > there) {
            problems.add(
                    "%s: %d connections, and %d for others, are more than %d"
                            .formatted(server, wanted, RESERVE, there));
        }
    }

    /** The connections of all replicas, and of one more of each service in an upgrade. */
    private static int most(Rendering rendering, List<PapertideService> services) {
        return services.stream()
                .mapToInt(service -> {
                    Manifest workload = service.workload(rendering);
                    int surge = workload.spec().at("/strategy/rollingUpdate/maxSurge").asInt();
                    int pool = Integer.parseInt(service.properties().getProperty(POOL));
                    return (replicas(rendering, workload) + surge) * pool;
                })
                .sum();
    }

    private static int replicas(Rendering rendering, Manifest workload) {
        return Map.of("ScaledObject", "maxReplicaCount", "HorizontalPodAutoscaler", "maxReplicas")
                .entrySet()
                .stream()
                .flatMap(each ->
                        rendering
                                .all(each.getKey())
                                .filter(scaler ->
                                        scaler.spec()
                                                .at("/scaleTargetRef/name")
                                                .asText()
                                                .equals(workload.name()))
                                .map(scaler -> scaler.spec().path(each.getValue()).asInt()))
                .findFirst()
                .orElseGet(() -> workload.spec().path("replicas").asInt());
    }
}
