package org.papertide.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** What holds for every pod. */
final class PodRules {

    static final List<Rule> RULES =
            List.of(
                    new Rule("every image has a version", eachContainer(PodRules::image)),
                    new Rule(
                            "pods are of the restricted profile", eachPod(PodRules::restrictedPod)),
                    new Rule(
                            "containers are of the restricted profile",
                            eachContainer(PodRules::restrictedContainer)),
                    new Rule("pods have no token and no links", eachPod(PodRules::noToken)),
                    new Rule(
                            "containers say what they need and may take",
                            eachContainer(PodRules::resources)),
                    new Rule("workloads are probed in three ways", PodRules::probes),
                    new Rule(
                            "services are probed where they answer it", PodRules::probesOfServices),
                    new Rule("no variable stands twice", eachContainer(PodRules::variables)),
                    new Rule(
                            "volumes are mounted, and mounts have volumes",
                            eachPod(PodRules::volumes)),
                    new Rule(
                            "volumes that persist belong to a group of their pod",
                            PodRules::persistent),
                    new Rule("services spread, survive drains and end in order", PodRules::orderly),
                    new Rule("no pod waits for a node that takes none", PodRules::spread),
                    new Rule("ranking keeps its name and its stores", PodRules::ranking));

    private static final Set<String> VOLUMES =
            Set.of(
                    "configMap",
                    "csi",
                    "downwardAPI",
                    "emptyDir",
                    "ephemeral",
                    "persistentVolumeClaim",
                    "projected",
                    "secret");

    private static final String ZONE = "topology.kubernetes.io/zone";

    private PodRules() {}

    private static void image(JsonNode container, List<String> problems) {
        String image = container.path("image").asText();
        String last = image.substring(image.lastIndexOf('/') + 1);
        if (!last.contains("@sha256:") && (!last.contains(":") || last.endsWith(":latest"))) {
            problems.add("image " + image);
        }
    }

    private static void restrictedPod(JsonNode pod, List<String> problems) {
        JsonNode security = pod.path("securityContext");
        expect(security, "runAsNonRoot", "true", problems);
        expect(security.path("seccompProfile"), "type", "RuntimeDefault", problems);
        if (security.path("runAsUser").asInt() < 1) {
            problems.add("runAsUser is no number above 0");
        }
        for (String host : List.of("hostNetwork", "hostPID", "hostIPC")) {
            if (pod.path(host).asBoolean()) {
                problems.add(host);
            }
        }
        if (security.has("sysctls") || security.has("seLinuxOptions")) {
            problems.add("sysctls or SELinux options");
        }
        for (JsonNode volume : pod.path("volumes")) {
            volume.fieldNames()
                    .forEachRemaining(kind -> {
                        if (!kind.equals("name") && !VOLUMES.contains(kind)) {
                            problems.add("volume of kind " + kind);
                        }
                    });
        }
    }

    private static void restrictedContainer(JsonNode container, List<String> problems) {
        JsonNode security = container.path("securityContext");
        expect(security, "allowPrivilegeEscalation", "false", problems);
        expect(security, "readOnlyRootFilesystem", "true", problems);
        if (Manifest.elements(security.at("/capabilities/drop"))
                .noneMatch(each -> each.asText().equals("ALL"))) {
            problems.add("keeps capabilities");
        }
        for (JsonNode added : security.at("/capabilities/add")) {
            problems.add("adds " + added.asText());
        }
        if (security.path("privileged").asBoolean()
                || security.has("procMount")
                || security.path("runAsUser").asInt(1) < 1
                || !security.path("runAsNonRoot").asBoolean(true)
                || security.path("seccompProfile").path("type").asText().equals("Unconfined")) {
            problems.add("takes back what the pod promises");
        }
        for (JsonNode port : container.path("ports")) {
            if (port.has("hostPort")) {
                problems.add("takes a port of the node");
            }
        }
    }

    private static void noToken(JsonNode pod, List<String> problems) {
        expect(pod, "automountServiceAccountToken", "false", problems);
        // PAPERTIDE_KAFKA_PORT of a link would be read as a setting.
        expect(pod, "enableServiceLinks", "false", problems);
    }

    private static void resources(JsonNode container, List<String> problems) {
        JsonNode resources = container.path("resources");
        for (String path : List.of("/requests/cpu", "/requests/memory", "/limits/memory")) {
            if (resources.at(path).asText().isEmpty()) {
                problems.add("no resources" + path);
                return;
            }
        }
        if (bytes(resources.at("/limits/memory")).compareTo(bytes(resources.at("/requests/memory")))
                < 0) {
            problems.add("may take less memory than it needs");
        }
    }

    private static java.math.BigDecimal bytes(JsonNode quantity) {
        return Quantity.parse(quantity.asText()).getNumericalAmount();
    }

    private static List<String> probes(Rendering rendering) {
        List<String> problems = new ArrayList<>();
        rendering
                .withPods()
                // What nobody asks for answers no question: the pod of the tools.
                .filter(object -> !object.is("Pod") && !Ports.numbers(object).isEmpty())
                .forEach(object ->
                        object.containers()
                                .forEach(container -> {
                                    for (String probe :
                                            List.of(
                                                    "startupProbe",
                                                    "livenessProbe",
                                                    "readinessProbe")) {
                                        if (!container.has(probe)) {
                                            problems.add(object + ": no " + probe);
                                        }
                                        JsonNode port = container.path(probe).findValue("port");
                                        if (port != null && Ports.number(container, port) < 0) {
                                            problems.add(
                                                    object + ": " + probe + " at no port: " + port);
                                        }
                                    }
                                }));
        return problems;
    }

    /** At the management port, whose paths say what their names say: see the README. */
    private static List<String> probesOfServices(Rendering rendering) {
        List<String> problems = new ArrayList<>();
        Map<String, String> paths = new TreeMap<>();
        paths.put("startupProbe", "/q/health/started");
        paths.put("livenessProbe", "/q/health/live");
        paths.put("readinessProbe", "/q/health/group/serving");
        for (PapertideService service : PapertideService.values()) {
            JsonNode container = service.container(rendering);
            paths.forEach((probe, path) -> {
                JsonNode get = container.path(probe).path("httpGet");
                if (!get.path("path").asText().equals(path)
                        || Ports.number(container, get.path("port")) != service.managementPort()) {
                    problems.add(service + ": " + probe + " asks " + get);
                }
            });
            if (Ports.number(container, "http") != service.httpPort()) {
                problems.add(service + ": its port is " + service.httpPort());
            }
        }
        return problems;
    }

    private static void variables(JsonNode container, List<String> problems) {
        Set<String> seen = new HashSet<>();
        for (JsonNode variable : container.path("env")) {
            String name = variable.path("name").asText();
            if (!seen.add(name)) {
                problems.add("twice: " + name);
            }
        }
    }

    private static void volumes(JsonNode pod, List<String> problems) {
        Set<String> there = new HashSet<>();
        pod.path("volumes").forEach(volume -> there.add(volume.path("name").asText()));
        pod.path("claims").forEach(claim -> there.add(claim.asText()));
        Set<String> mounted = new HashSet<>();
        for (JsonNode container : pod.path("containers")) {
            Set<String> paths = new HashSet<>();
            for (JsonNode mount : container.path("volumeMounts")) {
                mounted.add(mount.path("name").asText());
                if (!paths.add(mount.path("mountPath").asText())) {
                    problems.add("two volumes at " + mount.path("mountPath").asText());
                }
            }
        }
        there.stream()
                .filter(name -> !mounted.contains(name))
                .forEach(name -> problems.add("not mounted: " + name));
        mounted.stream()
                .filter(name -> !there.contains(name))
                .forEach(name -> problems.add("no volume: " + name));
    }

    /** A new volume is root's, and its pod's user may not write to it but by a group. */
    private static List<String> persistent(Rendering rendering) {
        List<String> problems = new ArrayList<>();
        rendering
                .objects()
                .forEach(object -> {
                    if (persists(object) && !podSecurity(object).path("fsGroup").isInt()) {
                        problems.add(object + ": no fsGroup");
                    }
                });
        return problems;
    }

    private static boolean persists(Manifest object) {
        return !object.spec().path("volumeClaimTemplates").isEmpty()
                || object.pod().at("/spec/volumes").findValue("persistentVolumeClaim") != null
                || Manifest.elements(object.spec().at("/storage/volumes"))
                        .anyMatch(each -> each.path("type").asText().equals("persistent-claim"));
    }

    private static JsonNode podSecurity(Manifest object) {
        return object.is("KafkaNodePool")
                ? object.spec().at("/template/pod/securityContext")
                : object.pod().at("/spec/securityContext");
    }

    private static List<String> orderly(Rendering rendering) {
        List<String> problems = new ArrayList<>();
        for (PapertideService service : PapertideService.values()) {
            Manifest workload = service.workload(rendering);
            JsonNode pod = workload.pod().path("spec");
            if (Manifest.elements(pod.path("topologySpreadConstraints"))
                    .noneMatch(each ->
                            each.path("topologyKey").asText().equals("kubernetes.io/hostname")
                                    && selects(each.path("labelSelector"), workload))) {
                problems.add(service + ": does not spread over nodes");
            }
            if (rendering
                            .all("PodDisruptionBudget")
                            .filter(budget -> selects(budget.spec().path("selector"), workload))
                            .count()
                    != 1) {
                problems.add(service + ": not one disruption budget");
            }
            int before = pod.at("/containers/0/lifecycle/preStop/sleep/seconds").asInt();
            int needed = before + service.endingSeconds(service.container(rendering));
            if (before < 1 || pod.path("terminationGracePeriodSeconds").asInt() < needed) {
                problems.add(service + ": needs %d s to end in order".formatted(needed));
            }
            JsonNode strategy = workload.spec().at("/strategy/rollingUpdate/maxUnavailable");
            if (workload.is("Deployment") && strategy.asInt(1) != 0) {
                problems.add(
                        service + ": an upgrade takes replicas away before new ones are ready");
            }
        }
        return problems;
    }

    /**
     * A node of the control plane, or one that is cordoned, counts as a place that lacks a pod, and
     * so does one with a pod of the last release. Pods of a StatefulSet come back to their volumes:
     * by their revision alone, those that were replaced first might seem to be one too many.
     */
    private static List<String> spread(Rendering rendering) {
        List<String> problems = new ArrayList<>();
        boolean zones = rendering.value("/spread/zones").asBoolean();
        rendering
                .objects()
                .forEach(object -> {
                    boolean own =
                            Stream.of(PapertideService.values())
                                    .anyMatch(
                                            service -> service.workload(rendering).equals(object));
                    Set<String> keys = new TreeSet<>();
                    for (JsonNode each : constraints(object)) {
                        String key = each.path("topologyKey").asText();
                        keys.add(key);
                        if (!each.path("nodeTaintsPolicy").asText().equals("Honor")) {
                            problems.add(object + ": counts nodes that take no pod by " + key);
                        }
                        if (object.is("Cluster")
                                && !Selectors.matches(
                                        each.path("labelSelector"),
                                        Map.of("cnpg.io/cluster", object.name()))) {
                            problems.add(object + ": counts other pods than its own by " + key);
                        }
                        if (key.equals("kubernetes.io/hostname")
                                && !each.path("whenUnsatisfiable")
                                        .asText()
                                        .equals("ScheduleAnyway")) {
                            problems.add(object + ": waits for a node of its own");
                        }
                        if (own
                                && Manifest.elements(each.path("matchLabelKeys"))
                                                .anyMatch(label ->
                                                        label.asText().equals("pod-template-hash"))
                                        != object.is("Deployment")) {
                            problems.add(object + ": counts pods that it should not by " + key);
                        }
                    }
                    if (own && zones && !keys.contains(ZONE)) {
                        problems.add(object + ": does not spread over zones");
                    }
                    if (object.is("Cluster")
                            && !keys.equals(zones ? Set.of(ZONE) : Set.<String>of())) {
                        problems.add(object + ": spreads over " + keys);
                    }
                    if (object.is("KafkaNodePool") && !keys.equals(keysOfBrokers(rendering))) {
                        problems.add(object + ": spreads over " + keys);
                    }
                    if (!zones && object.is("Kafka") && rack(object).equals(ZONE)) {
                        problems.add(object + ": its pods wait for nodes that have a zone");
                    }
                });
        return problems;
    }

    /** By what Strimzi tells them apart. */
    private static Set<String> keysOfBrokers(Rendering rendering) {
        Set<String> keys = new TreeSet<>(Set.of("kubernetes.io/hostname"));
        rendering.all("Kafka").map(PodRules::rack).filter(key -> !key.isEmpty()).forEach(keys::add);
        return keys;
    }

    private static String rack(Manifest kafka) {
        return kafka.spec().at("/kafka/rack/topologyKey").asText();
    }

    private static JsonNode constraints(Manifest object) {
        if (object.is("Cluster")) {
            return object.spec().path("topologySpreadConstraints");
        }
        return object.is("KafkaNodePool")
                ? object.spec().at("/template/pod/topologySpreadConstraints")
                : object.pod().at("/spec/topologySpreadConstraints");
    }

    private static boolean selects(JsonNode selector, Manifest workload) {
        return Selectors.matches(selector, workload.podLabels());
    }

    private static List<String> ranking(Rendering rendering) {
        List<String> problems = new ArrayList<>();
        Manifest workload = PapertideService.RANKING.workload(rendering);
        JsonNode container = PapertideService.RANKING.container(rendering);
        if (!workload.is("StatefulSet")) {
            problems.add("no StatefulSet");
        }
        JsonNode name = PapertideService.variable(container, "PAPERTIDE_RANKING_INSTANCE_ID");
        if (!name.at("/valueFrom/fieldRef/fieldPath").asText().equals("metadata.name")) {
            problems.add("its name in the group is not the pod's");
        }
        String stores =
                PapertideService.variable(container, "PAPERTIDE_RANKING_STATE_DIR")
                        .path("value")
                        .asText();
        Set<String> claims = new HashSet<>();
        workload.spec()
                .path("volumeClaimTemplates")
                .forEach(claim -> claims.add(claim.at("/metadata/name").asText()));
        // Below the mount: the service gives the folder its own permissions, which takes its owner.
        if (Manifest.elements(container.path("volumeMounts"))
                .noneMatch(mount ->
                        claims.contains(mount.path("name").asText())
                                && stores.startsWith(mount.path("mountPath").asText() + "/"))) {
            problems.add("its stores are on no volume: " + stores);
        }
        return problems;
    }

    private static void expect(
            JsonNode object, String field, String wanted, List<String> problems) {
        String value = object.path(field).asText();
        if (!value.equals(wanted)) {
            problems.add("%s is not %s but '%s'".formatted(field, wanted, value));
        }
    }

    private static java.util.function.Function<Rendering, List<String>> eachPod(
            BiConsumer<JsonNode, List<String>> check) {
        return rendering -> {
            List<String> problems = new ArrayList<>();
            rendering
                    .withPods()
                    .forEach(object -> {
                        com.fasterxml.jackson.databind.node.ObjectNode pod =
                                object.pod().path("spec").deepCopy();
                        var claims = pod.putArray("claims");
                        object.spec()
                                .path("volumeClaimTemplates")
                                .forEach(claim -> claims.add(claim.at("/metadata/name")));
                        List<String> own = new ArrayList<>();
                        check.accept(pod, own);
                        own.forEach(what -> problems.add(object + ": " + what));
                    });
            return problems;
        };
    }

    private static java.util.function.Function<Rendering, List<String>> eachContainer(
            BiConsumer<JsonNode, List<String>> check) {
        return rendering -> {
            List<String> problems = new ArrayList<>();
            rendering
                    .withPods()
                    .forEach(object ->
                            object.containers()
                                    .forEach(container -> {
                                        List<String> own = new ArrayList<>();
                                        check.accept(container, own);
                                        own.forEach(what -> problems.add(object + ": " + what));
                                    }));
            return problems;
        };
    }

    /** What a service's own properties say. */
    static Properties properties(String file) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Checkout.read(Checkout.ROOT.resolve(file))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
