package org.papertide.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What one object names of another is there. */
final class ReferenceRules {

    static final List<Rule> RULES =
            List.of(
                    new Rule(
                            "every secret and key that is named comes from somewhere",
                            ReferenceRules::secrets),
                    new Rule(
                            "every secret and config map that is made is used",
                            ReferenceRules::unused),
                    new Rule(
                            "what is renewed in its secret is read from files, again and again",
                            ReferenceRules::renewed),
                    new Rule(
                            "databases are saved, and apart from what they were made of",
                            ReferenceRules::backups),
                    new Rule(
                            "every config map and key that is named is there",
                            ReferenceRules::configMaps),
                    new Rule(
                            "every service account that is named is there",
                            ReferenceRules::accounts),
                    new Rule(
                            "services lead to pods that serve their ports",
                            ReferenceRules::services),
                    new Rule("routes lead to services that are there", ReferenceRules::routes),
                    new Rule(
                            "live events are neither cut off nor another service's",
                            ReferenceRules::live),
                    new Rule(
                            "budgets, monitors and scalers find their pods",
                            ReferenceRules::watchers),
                    new Rule("services are asked by names that they go by", ReferenceRules::hosts));

    /** Any key: the secret is the operator's, or its keys follow from what runs there. */
    private static final Set<String> ANY = Set.of("*");

    /** A key of a secret, and who names it. */
    private record Need(String secret, String key, String by) {}

    private ReferenceRules() {}

    private static List<String> secrets(Rendering rendering) {
        Map<String, Set<String>> there = secretsThere(rendering);
        List<String> problems = new ArrayList<>();
        for (Need need : needs(rendering)) {
            Set<String> keys = there.get(need.secret());
            if (keys == null) {
                problems.add(need.by() + ": no secret " + need.secret());
            } else if (!keys.contains(need.key()) && !keys.equals(ANY)) {
                problems.add(need.by() + ": no key " + need.key() + " in secret " + need.secret());
            }
        }
        return problems;
    }

    /**
     * Certificates that Strimzi and CloudNativePG renew. A variable has them as they were when the
     * container started, a mounted path within the volume as well; of Kafka's client only our own
     * reader of files reads them twice.
     */
    private static List<String> renewed(Rendering rendering) {
        Set<String> renewed = new HashSet<>();
        rendering.all("KafkaUser").forEach(user -> renewed.add(user.name()));
        rendering.all("Kafka").forEach(kafka -> renewed.add(kafka.name() + "-cluster-ca-cert"));
        rendering.all("Cluster").forEach(cluster -> renewed.add(cluster.name() + "-ca"));
        List<String> problems = new ArrayList<>();
        for (PapertideService service : PapertideService.values()) {
            Manifest workload = service.workload(rendering);
            JsonNode container = service.container(rendering);
            for (JsonNode variable : container.path("env")) {
                String secret = variable.at("/valueFrom/secretKeyRef/name").asText();
                if (renewed.contains(secret)) {
                    problems.add(workload + ": read once: " + variable);
                }
            }
            Set<String> files = new HashSet<>();
            for (JsonNode volume : workload.pod().at("/spec/volumes")) {
                JsonNode secret = volume.path("secret");
                for (JsonNode mount : container.path("volumeMounts")) {
                    if (!mount.path("name").equals(volume.path("name"))) {
                        continue;
                    }
                    secret.path("items")
                            .forEach(item ->
                                    files.add(
                                            mount.path("mountPath").asText()
                                                    + "/"
                                                    + item.path("path").asText()));
                    if (mount.has("subPath") && !secret.isMissingNode()) {
                        problems.add(workload + ": mounted once: " + mount);
                    }
                }
            }
            if (rendering.find("KafkaUser", workload.name()).isPresent()) {
                problems.addAll(reading(workload, container, files));
            }
        }
        return problems;
    }

    private static List<String> reading(Manifest workload, JsonNode container, Set<String> files) {
        List<String> problems = new ArrayList<>();
        String reader = client(container, "SSL_ENGINE_FACTORY_CLASS");
        if (!Files.exists(
                Checkout.ROOT.resolve(
                        "platform/src/main/java/" + reader.replace('.', '/') + ".java"))) {
            problems.add(workload + ": Kafka's client reads its certificate once");
        }
        String certificate = client(container, "SSL_KEYSTORE_LOCATION");
        for (String file :
                List.of(
                        certificate,
                        certificate.replaceFirst("[.]crt$", ".key"),
                        client(container, "SSL_TRUSTSTORE_LOCATION"))) {
            if (!files.contains(file)) {
                problems.add(workload + ": no file " + file);
            }
        }
        return problems;
    }

    private static String client(JsonNode container, String setting) {
        return PapertideService.variable(container, "PAPERTIDE_KAFKA_CLIENT__" + setting + "_")
                .path("value")
                .asText();
    }

    /** Two clusters that archive under one name spoil both: CloudNativePG refuses to begin. */
    private static List<String> backups(Rendering rendering) {
        List<String> problems = new ArrayList<>();
        rendering
                .all("Cluster")
                .forEach(cluster -> {
                    JsonNode own = cluster.spec().at("/plugins/0/parameters");
                    String from = cluster.spec().at("/bootstrap/recovery/source").asText();
                    List<JsonNode> stores = new ArrayList<>(List.of(own));
                    for (JsonNode outside : cluster.spec().path("externalClusters")) {
                        JsonNode there = outside.at("/plugin/parameters");
                        stores.add(there);
                        if (!outside.path("name").asText().equals(from)
                                || there.path("serverName").equals(own.path("serverName"))) {
                            problems.add(cluster + ": made of " + from + ", saved as " + own);
                        }
                    }
                    if (!from.isEmpty() && stores.size() != 2) {
                        problems.add(cluster + ": nobody has " + from);
                    }
                    for (JsonNode store : stores) {
                        String name = store.path("barmanObjectName").asText();
                        if (rendering.find("ObjectStore", name).isEmpty()) {
                            problems.add(cluster + ": no object store " + name);
                        }
                    }
                    if (rendering
                            .all("ScheduledBackup")
                            .noneMatch(each ->
                                    each.spec()
                                            .at("/cluster/name")
                                            .asText()
                                            .equals(cluster.name()))) {
                        problems.add(cluster + ": no backups by schedule");
                    }
                });
        return problems;
    }

    private static List<String> unused(Rendering rendering) {
        Set<String> used = new HashSet<>();
        needs(rendering).forEach(need -> used.add(need.secret()));
        List<String> problems = new ArrayList<>();
        for (String kind : List.of("Secret", "ExternalSecret")) {
            rendering
                    .all(kind)
                    .filter(object -> !used.contains(object.name()))
                    .forEach(object -> problems.add(object + ": nobody uses it"));
        }
        Set<String> maps = new HashSet<>();
        rendering
                .objects()
                .forEach(object ->
                        List.of("configMap", "configMapKeyRef")
                                .forEach(by ->
                                        object.everywhere(by)
                                                .forEach(each ->
                                                        maps.add(each.path("name").asText()))));
        rendering
                .all("ConfigMap")
                .filter(object -> !maps.contains(object.name()))
                // Read by Grafana, which finds them by their labels.
                .filter(object ->
                        !"dashboards".equals(object.labels().get("app.kubernetes.io/name")))
                .forEach(object -> problems.add(object + ": nobody uses it"));
        return problems;
    }

    private static List<Need> needs(Rendering rendering) {
        List<Need> needs = new ArrayList<>();
        for (Manifest object : rendering.objects()) {
            String by = object.toString();
            object.everywhere("secretKeyRef").forEach(each -> needs.add(need(each, "name", by)));
            object.everywhere("secretTargetRef")
                    .forEach(list -> list.forEach(each -> needs.add(need(each, "name", by))));
            object.everywhere("s3Credentials")
                    .forEach(each -> each.forEach(key -> needs.add(need(key, "name", by))));
            for (JsonNode volume : object.pod().at("/spec/volumes")) {
                JsonNode secret = volume.path("secret");
                String name = secret.path("secretName").asText();
                secret.path("items")
                        .forEach(item -> needs.add(new Need(name, item.path("key").asText(), by)));
                if (!secret.isMissingNode() && secret.path("items").isEmpty()) {
                    needs.add(new Need(name, "(no items)", by));
                }
            }
            object.pod()
                    .at("/spec/imagePullSecrets")
                    .forEach(each ->
                            needs.add(
                                    new Need(each.path("name").asText(), ".dockerconfigjson", by)));
            if (object.is("Ingress")) {
                object.spec()
                        .path("tls")
                        .forEach(each ->
                                needs.add(
                                        new Need(each.path("secretName").asText(), "tls.crt", by)));
            }
        }
        return needs;
    }

    private static Need need(JsonNode reference, String field, String by) {
        return new Need(reference.path(field).asText(), reference.path("key").asText(), by);
    }

    /**
     * Those that the chart makes, those that operators make of its objects, and those that the
     * README asks for.
     */
    private static Map<String, Set<String>> secretsThere(Rendering rendering) {
        Map<String, Set<String>> there = new HashMap<>();
        rendering
                .all("Secret")
                .forEach(object -> there.put(object.name(), keys(object.tree().path("data"))));
        rendering
                .all("ExternalSecret")
                .forEach(object -> {
                    Set<String> keys = new TreeSet<>();
                    object.spec()
                            .path("data")
                            .forEach(each -> keys.add(each.path("secretKey").asText()));
                    there.put(object.spec().at("/target/name").asText(), keys);
                });
        rendering
                .all("Kafka")
                .forEach(object ->
                        there.put(
                                object.name() + "-cluster-ca-cert",
                                Set.of("ca.crt", "ca.p12", "ca.password")));
        rendering
                .all("KafkaUser")
                .forEach(object ->
                        there.put(
                                object.name(),
                                Set.of(
                                        "ca.crt",
                                        "user.crt",
                                        "user.key",
                                        "user.p12",
                                        "user.password")));
        rendering
                .all("Cluster")
                .forEach(object -> {
                    there.put(
                            object.name() + "-app",
                            Set.of(
                                    "username",
                                    "password",
                                    "dbname",
                                    "host",
                                    "port",
                                    "uri",
                                    "jdbc-uri",
                                    "pgpass",
                                    "user"));
                    there.put(object.name() + "-ca", Set.of("ca.crt", "ca.key"));
                });
        if (rendering.value("/secrets/source").asText().equals("existing")) {
            there.put(rendering.value("/secrets/operator").asText(), Set.of("token"));
            there.put(rendering.value("/secrets/tokens").asText(), Set.of("keys"));
            there.put(rendering.value("/secrets/smtp").asText(), Set.of("username", "password"));
            Set<String> dkim = new TreeSet<>();
            rendering
                    .value("/notify/mail/dkim/selectors")
                    .forEach(each -> dkim.add(each.asText() + ".pem"));
            there.put(rendering.value("/secrets/dkim").asText(), dkim);
            there.put(
                    rendering.value("/database/cloudnativepg/backup/secret").asText(),
                    Set.of("access-key-id", "secret-access-key"));
            for (String service : List.of("ingest", "notify")) {
                there.put(
                        rendering.value("/database/external/" + service + "/secret").asText(),
                        Set.of("username", "password"));
            }
        }
        there.put(rendering.value("/database/external/caSecret").asText(), Set.of("ca.crt"));
        there.put(
                rendering.value("/kafka/external/clientSecret").asText(),
                Set.of("sasl.jaas.config"));
        there.put(
                rendering.value("/gateway/ingress/tlsSecret").asText(),
                Set.of("tls.crt", "tls.key"));
        rendering
                .value("/image/pullSecrets")
                .forEach(each -> there.put(each.asText(), Set.of(".dockerconfigjson")));
        for (PapertideService service : PapertideService.values()) {
            rendering
                    .value("/" + service + "/secretSettings")
                    .forEach(each -> there.put(each.path("secret").asText(), ANY));
        }
        return there;
    }

    private static Set<String> keys(JsonNode object) {
        Set<String> keys = new TreeSet<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static List<String> configMaps(Rendering rendering) {
        List<String> problems = new ArrayList<>();
        rendering
                .withPods()
                .forEach(object -> {
                    for (JsonNode volume : object.pod().at("/spec/volumes")) {
                        JsonNode map = volume.path("configMap");
                        if (!map.isMissingNode()) {
                            Set<String> keys =
                                    rendering
                                            .find("ConfigMap", map.path("name").asText())
                                            .map(found -> keys(found.tree().path("data")))
                                            .orElse(Set.of());
                            map.path("items")
                                    .forEach(item -> {
                                        if (!keys.contains(item.path("key").asText())) {
                                            problems.add(
                                                    object
                                                            + ": no "
                                                            + item
                                                            + " in config map "
                                                            + map.path("name"));
                                        }
                                    });
                            if (keys.isEmpty() || map.path("items").isEmpty()) {
                                problems.add(object + ": config map " + map);
                            }
                        }
                    }
                });
        return problems;
    }

    private static List<String> accounts(Rendering rendering) {
        List<String> problems = new ArrayList<>();
        rendering
                .withPods()
                .filter(object -> !object.is("Pod"))
                .forEach(object -> {
                    String account = object.pod().at("/spec/serviceAccountName").asText();
                    if (rendering
                            .find("ServiceAccount", account)
                            .filter(found ->
                                    !found.tree()
                                            .path("automountServiceAccountToken")
                                            .asBoolean(true))
                            .isEmpty()) {
                        problems.add(object + ": no service account without a token: " + account);
                    }
                });
        return problems;
    }

    private static List<Manifest> behind(Rendering rendering, Map<String, String> selector) {
        return rendering
                .withPods()
                .filter(object -> Selectors.matches(selector, object.podLabels()))
                .toList();
    }

    private static List<String> services(Rendering rendering) {
        List<String> problems = new ArrayList<>();
        rendering
                .all("Service")
                .forEach(service -> {
                    List<Manifest> behind =
                            behind(rendering, Manifest.strings(service.spec().path("selector")));
                    if (behind.size() != 1) {
                        problems.add(service + ": leads to " + behind);
                    }
                    service.spec()
                            .path("ports")
                            .forEach(port -> {
                                JsonNode target =
                                        port.has("targetPort")
                                                ? port.path("targetPort")
                                                : port.path("port");
                                behind.stream()
                                        .filter(object -> Ports.number(object, target) < 0)
                                        .forEach(object ->
                                                problems.add(
                                                        service
                                                                + ": "
                                                                + object
                                                                + " has no port "
                                                                + target));
                                // A gateway that resolves no names uses the port of the service for
                                // pods of a headless one.
                                behind.stream()
                                        .filter(object ->
                                                Ports.number(object, target)
                                                        != port.path("port").asInt())
                                        .forEach(object ->
                                                problems.add(
                                                        service
                                                                + ": another port than that of "
                                                                + object));
                            });
                });
        rendering
                .all("StatefulSet")
                .forEach(set -> {
                    String name = set.spec().path("serviceName").asText();
                    if (rendering
                            .find("Service", name)
                            .filter(found -> found.spec().path("clusterIP").asText().equals("None"))
                            .isEmpty()) {
                        problems.add(set + ": no headless service " + name);
                    }
                });
        return problems;
    }

    private static List<String> routes(Rendering rendering) {
        List<String> problems = new ArrayList<>();
        Route.all(rendering)
                .forEach(route -> {
                    boolean there =
                            rendering.find("Service", route.service()).stream()
                                    .flatMap(found -> Manifest.elements(found.spec().path("ports")))
                                    .anyMatch(port ->
                                            route.port().equals(port.path("port").asText())
                                                    || route.port()
                                                            .equals(port.path("name").asText()));
                    if (!there) {
                        problems.add(route + ": no such service or port");
                    }
                });
        boolean wanted = !rendering.value("/gateway/kind").asText().equals("none");
        if (wanted != !Route.all(rendering).isEmpty()) {
            problems.add("routes: " + Route.all(rendering));
        }
        return problems;
    }

    /** What readers and mails ask for comes where it is answered; see the services' READMEs. */
    private static List<String> live(Rendering rendering) {
        List<Route> routes = Route.all(rendering);
        if (routes.isEmpty()) {
            return List.of();
        }
        Map<String, String> wanted = new HashMap<>();
        PublicPath.ofRanking().forEach(path -> wanted.put(path.path(), "ranking"));
        for (String path :
                List.of(
                        "/",
                        "/trending/changes",
                        "/confirm/x",
                        "/api/v1/subscriptions",
                        "/api/v1/webhooks/ses",
                        "/assets/x.css",
                        "/api/v1/editions")) {
            wanted.put(path, "notify");
        }
        PublicPath.insideOfRanking().forEach(path -> wanted.put(path, "notify"));
        String imports = rendering.value("/gateway/imports").asBoolean() ? "ingest" : "notify";
        PublicPath.ofLongRequests("ingest").forEach(path -> wanted.put(path, imports));
        PublicPath.ofLongRequests("notify").forEach(path -> wanted.put(path, "notify"));
        List<String> problems = new ArrayList<>();
        wanted.forEach((path, service) -> {
            Route taken = Route.taken(routes, path);
            if (!taken.service().endsWith("-" + service)) {
                problems.add(path + " is answered by " + taken);
            }
        });
        Stream.of(
                        PublicPath.ofRanking().stream()
                                .filter(PublicPath::live)
                                .map(PublicPath::path),
                        PublicPath.ofLongRequests("notify").stream(),
                        PublicPath.ofLongRequests("ingest").stream()
                                .filter(_ -> imports.equals("ingest")))
                .flatMap(paths -> paths)
                .filter(path -> !Route.taken(routes, path).unlimited())
                .forEach(path -> problems.add(path + " has a time-out"));
        return problems;
    }

    private static List<String> watchers(Rendering rendering) {
        List<String> problems = new ArrayList<>();
        rendering
                .all("PodDisruptionBudget")
                .forEach(budget -> {
                    if (behind(
                                            rendering,
                                            Manifest.strings(
                                                    budget.spec().at("/selector/matchLabels")))
                                    .size()
                            != 1) {
                        problems.add(budget + ": finds no pods, or those of several");
                    }
                });
        rendering
                .all("PodMonitor")
                .forEach(monitor -> {
                    if (ofServers(rendering, monitor, problems)) {
                        return;
                    }
                    List<Manifest> found =
                            behind(
                                    rendering,
                                    Manifest.strings(monitor.spec().at("/selector/matchLabels")));
                    if (found.size() != 1) {
                        problems.add(monitor + ": finds " + found);
                    }
                    monitor.spec()
                            .path("podMetricsEndpoints")
                            .forEach(endpoint ->
                                    found.stream()
                                            .filter(object ->
                                                    Ports.number(object, endpoint.path("port")) < 0)
                                            .forEach(object ->
                                                    problems.add(
                                                            monitor + ": no port " + endpoint)));
                });
        Set<String> scaled = new HashSet<>();
        for (String kind : List.of("ScaledObject", "HorizontalPodAutoscaler")) {
            rendering
                    .all(kind)
                    .forEach(scaler -> {
                        JsonNode target = scaler.spec().path("scaleTargetRef");
                        String name =
                                target.path("kind").asText() + "/" + target.path("name").asText();
                        if (!scaled.add(name)) {
                            problems.add(scaler + ": another one scales " + name);
                        }
                        if (rendering
                                .find(target.path("kind").asText(), target.path("name").asText())
                                .isEmpty()) {
                            problems.add(scaler + ": no " + name);
                        }
                    });
        }
        rendering
                .withPods()
                .filter(object -> !object.is("Pod"))
                .forEach(object -> {
                    if (object.spec().has("replicas") == scaled.contains(object.toString())) {
                        problems.add(object + ": replicas are set by nobody or by two");
                    }
                });
        return problems;
    }

    /**
     * Whether it finds pods that an operator makes; their ports have the operator's names. Its own
     * name is that of its job, by which alerts find services.
     */
    private static boolean ofServers(Rendering rendering, Manifest monitor, List<String> problems) {
        JsonNode selector = monitor.spec().path("selector");
        JsonNode databases = selector.at("/matchExpressions/0");
        String brokers = selector.at("/matchLabels/strimzi.io~1cluster").asText();
        if (databases.isMissingNode() && brokers.isEmpty()) {
            return false;
        }
        String port = monitor.spec().at("/podMetricsEndpoints/0/port").asText();
        if (brokers.isEmpty()) {
            Set<String> named = new TreeSet<>();
            databases.path("values").forEach(each -> named.add(each.asText()));
            Set<String> there = new TreeSet<>();
            rendering.all("Cluster").forEach(cluster -> there.add(cluster.name()));
            if (!databases.path("key").asText().equals("cnpg.io/cluster")
                    || !named.equals(there)
                    || !port.equals("metrics")) {
                problems.add(monitor + ": finds not the metrics of " + there);
            }
        } else if (rendering
                        .find("Kafka", brokers)
                        .filter(kafka -> !Peer.metrics(kafka).isMissingNode())
                        .isEmpty()
                || !port.equals("tcp-prometheus")) {
            problems.add(monitor + ": finds no metrics of brokers");
        }
        if (monitor.name().matches(".*(ingest|ranking|notify).*")) {
            problems.add(monitor + ": would count as a service");
        }
        return true;
    }

    private static List<String> hosts(Rendering rendering) {
        List<String> problems = new ArrayList<>();
        for (PapertideService service : PapertideService.values()) {
            Set<String> names =
                    Set.of(
                            PapertideService.variable(
                                            service.container(rendering), "PAPERTIDE_HTTP_HOSTS")
                                    .path("value")
                                    .asText()
                                    .split(",", -1));
            Set<String> asked = new TreeSet<>();
            asked.add(rendering.value("/public/host").asText());
            rendering
                    .all("Service")
                    .filter(found ->
                            Selectors.matches(
                                    Manifest.strings(found.spec().path("selector")),
                                    service.workload(rendering).podLabels()))
                    .filter(found -> !found.spec().path("clusterIP").asText().equals("None"))
                    // Returned mails are no requests, and name no host.
                    .filter(found -> found.spec().at("/ports/0/name").asText().equals("http"))
                    .forEach(found -> {
                        asked.add(found.name());
                        asked.add(found.name() + ".papertide");
                        asked.add(found.name() + ".papertide.svc");
                        asked.add(found.name() + ".papertide.svc.cluster.local");
                    });
            if (asked.size() != 5 || !names.equals(asked)) {
                problems.add(service + ": goes by " + names + ", is asked by " + asked);
            }
        }
        return problems;
    }
}
