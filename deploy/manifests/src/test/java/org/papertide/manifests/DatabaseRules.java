package org.papertide.manifests;

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
                            DatabaseRules::connections));

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
