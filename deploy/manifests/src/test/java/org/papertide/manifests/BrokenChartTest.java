package org.papertide.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Each rule notices what it is there for: objects are broken one by one, and the rule must say so.
 */
class BrokenChartTest {

    /**
     * @param rule that must notice
     * @param set of values
     * @param object such as {@code Deployment/papertide-ingest}; empty: all objects
     * @param harm done to it
     */
    record Break(String rule, String set, String object, String what, Consumer<ObjectNode> harm) {

        @Override
        public String toString() {
            return rule + ": " + object + " " + what;
        }
    }

    private static final String POD = "/spec/template/spec";
    private static final String CONTAINER = POD + "/containers/0";

    static List<Break> breaks() {
        List<Break> breaks = new ArrayList<>();
        breaks.addAll(ofObjects());
        breaks.addAll(ofPods());
        breaks.addAll(ofReferences());
        breaks.addAll(ofNetworks());
        breaks.addAll(ofSettingsAndKafka());
        breaks.addAll(ofDatabases());
        return breaks;
    }

    private static List<Break> ofObjects() {
        String fields = "every field of every object is known, and its version current";
        String parts = "every object says what it is part of";
        return List.of(
                set(fields, "trial", "Deployment/papertide-ingest", "/spec/replica", "1"),
                set(
                        fields,
                        "trial",
                        "Deployment/papertide-ingest",
                        "/apiVersion",
                        "\"apps/v1beta1\""),
                set(fields, "trial", "Service/papertide-notify", "/spec/ports/0/port", "\"http\""),
                set(
                        fields,
                        "trial",
                        "PodDisruptionBudget/papertide-notify",
                        "/apiVersion",
                        "\"policy/v1beta1\""),
                set(fields, "production", "Kafka/papertide", "/spec/kafka/listener", "[]"),
                set(
                        fields,
                        "production",
                        "Kafka/papertide",
                        "/apiVersion",
                        "\"kafka.strimzi.io/v1beta2\""),
                set(fields, "production", "KafkaUser/papertide-notify", "/spec/quota", "{}"),
                set(fields, "production", "HTTPRoute/papertide", "/spec/rules/0/timeout", "\"1s\""),
                set(
                        fields,
                        "production",
                        "PodMonitor/papertide-notify",
                        "/spec/podMetricsEndpoints/0/ports",
                        "\"x\""),
                set(
                        fields,
                        "production",
                        "Cluster/papertide-notify-db",
                        "/spec/instances",
                        "\"3\""),
                set(
                        fields,
                        "production",
                        "Cluster/papertide-notify-db",
                        "/spec/backup",
                        "{\"barmanObjectStore\":{}}"),
                set(
                        fields,
                        "production",
                        "ScheduledBackup/papertide-notify-db",
                        "/spec/schedule",
                        "\"0 2 * * *\""),
                set(
                        fields,
                        "production",
                        "ScaledObject/papertide-notify",
                        "/spec/triggers/0/metadata/lag",
                        "\"1\""),
                set(
                        fields,
                        "production+external",
                        "ExternalSecret/papertide-operator",
                        "/apiVersion",
                        "\"external-secrets.io/v1beta1\""),
                new Break(
                        "no object stands twice",
                        "trial",
                        "Service/papertide-notify",
                        "has its brother's name",
                        tree -> tree.withObject("/metadata").put("name", "papertide-ingest")),
                set(parts, "trial", "Service/papertide-notify", "/metadata/labels", "{}"),
                set(
                        parts,
                        "trial",
                        "Service/papertide-notify",
                        "/metadata/namespace",
                        "\"default\""));
    }

    private static List<Break> ofPods() {
        String restricted = "pods are of the restricted profile";
        String confined = "containers are of the restricted profile";
        String says = "containers say what they need and may take";
        String persist = "volumes that persist belong to a group of their pod";
        String orderly = "services spread, survive drains and end in order";
        String spread = "no pod waits for a node that takes none";
        String places = POD + "/topologySpreadConstraints";
        String pool = "KafkaNodePool/papertide-brokers";
        String keeps = "ranking keeps its name and its stores";
        String ingest = "Deployment/papertide-ingest";
        String ranking = "StatefulSet/papertide-ranking";
        String notify = "Deployment/papertide-notify";
        return List.of(
                set(
                        "every image has a version",
                        "trial",
                        ingest,
                        CONTAINER + "/image",
                        "\"papertide/ingest-service:latest\""),
                set(
                        "every image has a version",
                        "trial",
                        ingest,
                        CONTAINER + "/image",
                        "\"host:5000/ingest-service\""),
                set(restricted, "trial", ingest, POD + "/securityContext/runAsNonRoot", "false"),
                set(restricted, "trial", ingest, POD + "/securityContext/runAsUser", "0"),
                set(
                        restricted,
                        "trial",
                        ingest,
                        POD + "/securityContext/seccompProfile/type",
                        "\"Unconfined\""),
                set(restricted, "trial", ingest, POD + "/hostNetwork", "true"),
                set(
                        restricted,
                        "trial",
                        "StatefulSet/papertide-kafka",
                        POD + "/volumes/0",
                        "{\"name\":\"config\",\"hostPath\":{\"path\":\"/\"}}"),
                set(
                        confined,
                        "trial",
                        ingest,
                        CONTAINER + "/securityContext/allowPrivilegeEscalation",
                        "true"),
                set(
                        confined,
                        "trial",
                        ingest,
                        CONTAINER + "/securityContext/readOnlyRootFilesystem",
                        "false"),
                set(
                        confined,
                        "trial",
                        ingest,
                        CONTAINER + "/securityContext/capabilities/drop",
                        "[]"),
                set(
                        confined,
                        "trial",
                        ingest,
                        CONTAINER + "/securityContext/capabilities/add",
                        "[\"SYS_ADMIN\"]"),
                set(confined, "trial", ingest, CONTAINER + "/securityContext/privileged", "true"),
                set(
                        confined,
                        "trial",
                        "StatefulSet/papertide-postgresql",
                        CONTAINER + "/securityContext/runAsUser",
                        "0"),
                set(confined, "trial", ingest, CONTAINER + "/ports/0/hostPort", "8081"),
                set(
                        "pods have no token and no links",
                        "trial",
                        ingest,
                        POD + "/automountServiceAccountToken",
                        "true"),
                set(
                        "pods have no token and no links",
                        "trial",
                        "StatefulSet/papertide-kafka",
                        POD + "/enableServiceLinks",
                        "true"),
                without(says, "trial", ingest, CONTAINER + "/resources/requests", "cpu"),
                without(says, "trial", ingest, CONTAINER + "/resources/limits", "memory"),
                set(says, "trial", ingest, CONTAINER + "/resources/limits/memory", "\"64Mi\""),
                without(
                        "workloads are probed in three ways",
                        "trial",
                        "StatefulSet/papertide-kafka",
                        CONTAINER,
                        "livenessProbe"),
                set(
                        "workloads are probed in three ways",
                        "trial",
                        ingest,
                        CONTAINER + "/readinessProbe/httpGet/port",
                        "\"metrics\""),
                set(
                        "services are probed where they answer it",
                        "trial",
                        ingest,
                        CONTAINER + "/livenessProbe/httpGet/path",
                        "\"/q/health\""),
                set(
                        "services are probed where they answer it",
                        "trial",
                        ingest,
                        CONTAINER + "/readinessProbe/httpGet/port",
                        "\"http\""),
                set(
                        "services are probed where they answer it",
                        "trial",
                        ingest,
                        CONTAINER + "/ports/0/containerPort",
                        "8080"),
                add(
                        "no variable stands twice",
                        "trial",
                        ingest,
                        CONTAINER + "/env",
                        "{\"name\":\"PAPERTIDE_KAFKA_PARTITIONS\",\"value\":\"1\"}"),
                set(
                        "volumes are mounted, and mounts have volumes",
                        "trial",
                        ingest,
                        CONTAINER + "/volumeMounts/0/name",
                        "\"temp\""),
                add(
                        "volumes are mounted, and mounts have volumes",
                        "trial",
                        ingest,
                        POD + "/volumes",
                        "{\"name\":\"more\",\"emptyDir\":{}}"),
                without(persist, "trial", ranking, POD + "/securityContext", "fsGroup"),
                without(
                        persist,
                        "production",
                        "KafkaNodePool/papertide-brokers",
                        "/spec/template/pod/securityContext",
                        "fsGroup"),
                set(orderly, "trial", ingest, POD + "/terminationGracePeriodSeconds", "61"),
                set(orderly, "trial", ranking, POD + "/terminationGracePeriodSeconds", "79"),
                set(orderly, "trial", notify, POD + "/terminationGracePeriodSeconds", "101"),
                add(
                        orderly,
                        "trial",
                        notify,
                        CONTAINER + "/env",
                        "{\"name\":\"PAPERTIDE_WEBHOOKS_TIMEOUT\",\"value\":\"PT40S\"}"),
                add(
                        orderly,
                        "trial",
                        ranking,
                        CONTAINER + "/env",
                        "{\"name\":\"QUARKUS_SHUTDOWN_TIMEOUT\",\"value\":\"20S\"}"),
                without(orderly, "trial", ingest, CONTAINER, "lifecycle"),
                without(orderly, "trial", ingest, POD, "topologySpreadConstraints"),
                set(orderly, "trial", ingest, "/spec/strategy/rollingUpdate/maxUnavailable", "1"),
                set(
                        orderly,
                        "trial",
                        "PodDisruptionBudget/papertide-ranking",
                        "/spec/selector/matchLabels/app.kubernetes.io~1name",
                        "\"x\""),
                without(spread, "production", ingest, places + "/0", "nodeTaintsPolicy"),
                set(
                        spread,
                        "production",
                        notify,
                        places + "/1/whenUnsatisfiable",
                        "\"DoNotSchedule\""),
                without(spread, "production", notify, places + "/1", "matchLabelKeys"),
                set(
                        spread,
                        "production",
                        ranking,
                        places + "/0/matchLabelKeys",
                        "[\"pod-template-hash\"]"),
                set(spread, "production", ranking, places, "[]"),
                without(
                        spread,
                        "production",
                        pool,
                        "/spec/template/pod/topologySpreadConstraints/0",
                        "nodeTaintsPolicy"),
                set(
                        spread,
                        "production",
                        pool,
                        "/spec/template/pod/topologySpreadConstraints",
                        "[]"),
                without(
                        spread,
                        "production",
                        "Cluster/papertide-notify-db",
                        "/spec",
                        "topologySpreadConstraints"),
                set(
                        spread,
                        "production",
                        "Cluster/papertide-notify-db",
                        "/spec/topologySpreadConstraints/0/labelSelector/matchLabels/cnpg.io~1cluster",
                        "\"papertide-ingest-db\""),
                set(
                        spread,
                        "production+unzoned",
                        "Kafka/papertide",
                        "/spec/kafka/rack",
                        "{\"topologyKey\": \"topology.kubernetes.io/zone\"}"),
                set(keeps, "trial", ranking, "/kind", "\"Deployment\""),
                variable(keeps, "trial", ranking, "PAPERTIDE_RANKING_INSTANCE_ID", "\"ranking\""),
                variable(
                        keeps, "trial", ranking, "PAPERTIDE_RANKING_STATE_DIR", "\"/tmp/stores\""));
    }

    private static List<Break> ofReferences() {
        String secrets = "every secret and key that is named comes from somewhere";
        String lead = "services lead to pods that serve their ports";
        String routes = "routes lead to services that are there";
        String live = "live events are neither cut off nor another service's";
        String find = "budgets, monitors and scalers find their pods";
        String renewed = "what is renewed in its secret is read from files, again and again";
        String notify = "Deployment/papertide-notify";
        String saved = "databases are saved, and apart from what they were made of";
        String database = "Cluster/papertide-notify-db";
        return List.of(
                set(
                        secrets,
                        "trial",
                        "Secret/papertide-operator",
                        "/metadata/name",
                        "\"papertide-operators\""),
                set(
                        secrets,
                        "trial",
                        "Secret/papertide-operator",
                        "/data",
                        "{\"tokens\":\"eA==\"}"),
                set(
                        secrets,
                        "production",
                        "KafkaUser/papertide-notify",
                        "/metadata/name",
                        "\"papertide-notifier\""),
                set(
                        secrets,
                        "production",
                        "Cluster/papertide-notify-db",
                        "/metadata/name",
                        "\"papertide-notify\""),
                set(
                        secrets,
                        "production",
                        "ObjectStore/papertide-backups",
                        "/spec/configuration/s3Credentials/accessKeyId/key",
                        "\"id\""),
                set(
                        secrets,
                        "production",
                        "TriggerAuthentication/papertide-scaler",
                        "/spec/secretTargetRef/1/key",
                        "\"tls.crt\""),
                set(
                        secrets,
                        "production+external",
                        "ExternalSecret/papertide-tokens",
                        "/spec/data/0/secretKey",
                        "\"key\""),
                add(
                        renewed,
                        "production",
                        notify,
                        CONTAINER + "/env",
                        "{\"name\":\"X\",\"valueFrom\":{\"secretKeyRef\":{\"name\":\"papertide-notify\",\"key\":\"user.password\"}}}"),
                variable(
                        renewed,
                        "production",
                        notify,
                        "PAPERTIDE_KAFKA_CLIENT__SSL_ENGINE_FACTORY_CLASS_",
                        "\"org.apache.kafka.common.security.ssl.DefaultSslEngineFactory\""),
                variable(
                        renewed,
                        "production",
                        notify,
                        "PAPERTIDE_KAFKA_CLIENT__SSL_KEYSTORE_LOCATION_",
                        "\"/etc/papertide/kafka-user/user.p12\""),
                set(
                        renewed,
                        "production",
                        notify,
                        CONTAINER + "/volumeMounts/1/subPath",
                        "\"ca.crt\""),
                set(
                        saved,
                        "production+restored",
                        database,
                        "/spec/plugins/0/parameters/serverName",
                        "\"papertide-notify-db-2\""),
                set(
                        saved,
                        "production+restored",
                        database,
                        "/spec/bootstrap/recovery/source",
                        "\"papertide-notify-db\""),
                set(
                        saved,
                        "production+restored",
                        database,
                        "/spec/externalClusters/0/plugin/parameters/barmanObjectName",
                        "\"backups\""),
                without(saved, "production+restored", database, "/spec", "externalClusters"),
                set(
                        saved,
                        "production",
                        "ScheduledBackup/papertide-notify-db",
                        "/spec/cluster/name",
                        "\"papertide-ingest-db\""),
                set(
                        "every secret and config map that is made is used",
                        "trial",
                        "Secret/papertide-operator",
                        "/metadata/name",
                        "\"more\""),
                set(
                        "every secret and config map that is made is used",
                        "trial",
                        "ConfigMap/papertide-postgresql",
                        "/metadata/name",
                        "\"more\""),
                set(
                        "every config map and key that is named is there",
                        "trial",
                        "ConfigMap/papertide-postgresql",
                        "/data",
                        "{\"x.sh\":\"\"}"),
                set(
                        "every service account that is named is there",
                        "trial",
                        "ServiceAccount/papertide-ranking",
                        "/metadata/name",
                        "\"ranking\""),
                set(
                        "every service account that is named is there",
                        "trial",
                        "ServiceAccount/papertide-ranking",
                        "/automountServiceAccountToken",
                        "true"),
                set(
                        lead,
                        "trial",
                        "Service/papertide-notify",
                        "/spec/ports/0/targetPort",
                        "\"web\""),
                set(
                        lead,
                        "trial",
                        "Service/papertide-notify",
                        "/spec/selector/app.kubernetes.io~1name",
                        "\"notifier\""),
                set(lead, "trial", "Service/papertide-notify", "/spec/ports/0/port", "80"),
                set(
                        lead,
                        "trial",
                        "StatefulSet/papertide-ranking",
                        "/spec/serviceName",
                        "\"papertide-ranking\""),
                set(
                        routes,
                        "production",
                        "HTTPRoute/papertide",
                        "/spec/rules/0/backendRefs/0/port",
                        "8080"),
                set(
                        routes,
                        "trial+ingress",
                        "Ingress/papertide",
                        "/spec/rules/0/http/paths/0/backend/service/name",
                        "\"ranking\""),
                set(
                        live,
                        "production",
                        "HTTPRoute/papertide",
                        "/spec/rules/0/timeouts/request",
                        "\"30s\""),
                set(
                        live,
                        "production",
                        "HTTPRoute/papertide",
                        "/spec/rules/1/matches/1/path/value",
                        "\"/api/v1\""),
                set(
                        find,
                        "production",
                        "PodMonitor/papertide-notify",
                        "/spec/podMetricsEndpoints/0/port",
                        "\"metrics\""),
                set(
                        find,
                        "production",
                        "PodMonitor/papertide-databases",
                        "/spec/selector/matchExpressions/0/values",
                        "[\"papertide-notify-db\"]"),
                set(
                        find,
                        "production",
                        "PodMonitor/papertide-databases",
                        "/metadata/name",
                        "\"papertide-notify-db\""),
                set(
                        find,
                        "production",
                        "PodMonitor/papertide-brokers",
                        "/spec/podMetricsEndpoints/0/port",
                        "\"metrics\""),
                without(find, "production", "Kafka/papertide", "/spec/kafka", "metricsConfig"),
                set(
                        find,
                        "production",
                        "ScaledObject/papertide-ranking",
                        "/spec/scaleTargetRef/kind",
                        "\"Deployment\""),
                set(find, "production", "Deployment/papertide-notify", "/spec/replicas", "2"),
                without(find, "trial", "Deployment/papertide-notify", "/spec", "replicas"),
                variable(
                        "services are asked by names that they go by",
                        "trial",
                        "Deployment/papertide-notify",
                        "PAPERTIDE_HTTP_HOSTS",
                        "\"localhost\""));
    }

    private static List<Break> ofNetworks() {
        String closed = "nothing passes that no policy lets through";
        String served = "every port that is let through is served";
        String flows = "what is needed passes, and nothing else";
        return List.of(
                set(closed, "trial", "NetworkPolicy/papertide-nothing", "/spec/ingress", "[{}]"),
                set(
                        closed,
                        "trial",
                        "NetworkPolicy/papertide-nothing",
                        "/spec/podSelector",
                        "{\"matchLabels\":{\"a\":\"b\"}}"),
                set(
                        served,
                        "trial",
                        "NetworkPolicy/papertide-notify",
                        "/spec/ingress/0/ports/0/port",
                        "80"),
                set(
                        served,
                        "trial",
                        "NetworkPolicy/papertide-notify",
                        "/spec/egress/0/ports/0/port",
                        "9094"),
                set(
                        served,
                        "trial",
                        "NetworkPolicy/papertide-notify",
                        "/spec/podSelector/matchLabels/app.kubernetes.io~1name",
                        "\"x\""),
                without(
                        served,
                        "trial",
                        "NetworkPolicy/papertide-notify",
                        "/spec/egress/0",
                        "ports"),
                without(flows, "trial", "NetworkPolicy/papertide-names", "/spec", "egress"),
                without(flows, "trial", "NetworkPolicy/papertide-kafka", "/spec", "ingress"),
                set(
                        flows,
                        "trial",
                        "NetworkPolicy/papertide-kafka",
                        "/spec/ingress/0/from",
                        "[{\"podSelector\":{}}]"),
                add(
                        flows,
                        "trial",
                        "NetworkPolicy/papertide-ranking",
                        "/spec/egress",
                        "{\"to\":[{\"podSelector\":{}}],\"ports\":[{\"port\":5432}]}"),
                set(
                        flows,
                        "trial",
                        "NetworkPolicy/papertide-ingest",
                        "/spec/egress/2/ports/0/port",
                        "80"),
                set(
                        flows,
                        "production",
                        "Kafka/papertide",
                        "/spec/kafka/listeners/0/networkPolicyPeers",
                        "[]"),
                add(
                        flows,
                        "production",
                        "NetworkPolicy/papertide-notify",
                        "/spec/ingress",
                        "{\"from\":[{\"namespaceSelector\":{}}],\"ports\":[{\"port\":8080}]}"),
                set(
                        flows,
                        "production",
                        "NetworkPolicy/papertide-notify-db",
                        "/spec/ingress/0/from/0/podSelector/matchLabels/app.kubernetes.io~1name",
                        "\"ingest\""),
                set(
                        flows,
                        "production",
                        "NetworkPolicy/papertide-strimzi-entities",
                        "/spec/egress",
                        "[]"),
                set(
                        flows,
                        "production+unzoned",
                        "NetworkPolicy/papertide-strimzi-nodes",
                        "/spec/egress/1/ports",
                        "[{\"port\":443}]"),
                variable(
                        flows,
                        "production+external",
                        "Deployment/papertide-ingest",
                        "PAPERTIDE_KAFKA_BOOTSTRAP_SERVERS",
                        "\"kafka-1.example.net:9094,kafka-2.example.net:29094\""),
                set(
                        flows,
                        "production+fixed",
                        "ObjectStore/papertide-backups",
                        "/spec/configuration/endpointURL",
                        "\"https://minio.example.org:9443\""),
                variable(
                        flows,
                        "production+fixed",
                        "Deployment/papertide-notify",
                        "PAPERTIDE_RETURNED_SMTP_PORT",
                        "\"2526\""));
    }

    private static List<Break> ofDatabases() {
        String connections = "databases have connections for as many replicas as there may be";
        String memory = "databases use the memory and the disk that they are given";
        String parameters = "/spec/postgresql/parameters";
        String notify = "Cluster/papertide-notify-db";
        return List.of(
                without(memory, "production", notify, parameters, "shared_buffers"),
                set(memory, "production", notify, parameters + "/shared_buffers", "\"2GB\""),
                set(memory, "production", notify, "/spec/resources/limits/memory", "\"32Gi\""),
                without(
                        memory,
                        "production",
                        "Cluster/papertide-ingest-db",
                        parameters,
                        "effective_cache_size"),
                set(memory, "production", notify, parameters + "/max_wal_size", "\"15GB\""),
                set(memory, "large", notify, parameters + "/max_wal_size", "\"1GB\""),
                without(
                        connections,
                        "large",
                        "Cluster/papertide-ingest-db",
                        "/spec/postgresql",
                        "parameters"),
                set(
                        connections,
                        "production",
                        "ScaledObject/papertide-notify",
                        "/spec/maxReplicaCount",
                        "12"),
                set(connections, "trial", "Deployment/papertide-notify", "/spec/replicas", "4"));
    }

    private static List<Break> ofSettingsAndKafka() {
        String settings = "every setting that a service is given exists in it";
        String topics = "every topic of the product is there, as the services have it";
        String copies = "brokers keep what was written while one is away";
        String rights = "each service may do in Kafka what it does, and nothing more";
        String scalers = "scalers ask for groups and topics that are there";
        String tools = "operators may do in Kafka what the runbooks do, and nothing more";
        String files = "every file that a service is told of is on a volume";
        return List.of(
                variable(
                        files,
                        "trial",
                        "Deployment/papertide-notify",
                        "PAPERTIDE_TOKENS_KEYS_FILE",
                        "\"/etc/tokens/keys\""),
                without(
                        files,
                        "production+fixed",
                        "StatefulSet/papertide-ranking",
                        CONTAINER,
                        "volumeMounts"),
                add(
                        settings,
                        "trial",
                        "Deployment/papertide-ingest",
                        CONTAINER + "/env",
                        "{\"name\":\"PAPERTIDE_KAFKA_PARTITION\",\"value\":\"1\"}"),
                add(
                        settings,
                        "trial",
                        "Deployment/papertide-ingest",
                        CONTAINER + "/env",
                        "{\"name\":\"PAPERTIDE_RANKING_THREADS\",\"value\":\"1\"}"),
                add(
                        settings,
                        "trial",
                        "StatefulSet/papertide-ranking",
                        CONTAINER + "/env",
                        "{\"name\":\"QUARKUS_DATASOURCE_URL\",\"value\":\"x\"}"),
                set(
                        topics,
                        "production",
                        "KafkaTopic/papertide.scores.v1",
                        "/metadata/name",
                        "\"papertide.score.v1\""),
                set(
                        topics,
                        "production",
                        "KafkaTopic/papertide.scores.v1",
                        "/spec/config/cleanup.policy",
                        "\"delete\""),
                set(
                        topics,
                        "production",
                        "KafkaTopic/papertide.scores.v1",
                        "/spec/partitions",
                        "6"),
                variable(
                        topics,
                        "trial",
                        "Deployment/papertide-notify",
                        "PAPERTIDE_KAFKA_PARTITIONS",
                        "\"5\""),
                set(
                        copies,
                        "production",
                        "Kafka/papertide",
                        "/spec/kafka/config/min.insync.replicas",
                        "3"),
                set(
                        copies,
                        "production",
                        "Kafka/papertide",
                        "/spec/kafka/config/offsets.topic.replication.factor",
                        "1"),
                set(
                        copies,
                        "production",
                        "Kafka/papertide",
                        "/spec/kafka/config/auto.create.topics.enable",
                        "true"),
                set(copies, "production", "KafkaNodePool/papertide-brokers", "/spec/replicas", "2"),
                add(
                        rights,
                        "production",
                        "KafkaUser/papertide-notify",
                        "/spec/authorization/acls",
                        "{\"type\":\"allow\",\"resource\":{\"type\":\"topic\",\"name\":\"papertide.\",\"patternType\":\"prefix\"},\"operations\":[\"Read\"]}"),
                add(
                        rights,
                        "production",
                        "KafkaUser/papertide-ingest",
                        "/spec/authorization/acls/0/operations",
                        "\"Delete\""),
                set(
                        rights,
                        "production",
                        "KafkaUser/papertide-ranking",
                        "/spec/authorization/acls",
                        "[]"),
                set(rights, "production", "KafkaUser/papertide-ranking", "/metadata/name", "\"x\""),
                set(
                        rights,
                        "production",
                        "KafkaUser/papertide-scaler",
                        "/spec/authorization/acls/0/operations",
                        "[\"Read\"]"),
                set(tools, "production", "KafkaUser/papertide-tools", "/metadata/name", "\"x\""),
                set(
                        tools,
                        "production",
                        "KafkaUser/papertide-tools",
                        "/spec/authorization/acls/1/operations",
                        "[\"Delete\", \"Alter\"]"),
                set(
                        tools,
                        "production",
                        "Deployment/papertide-tools",
                        POD + "/volumes/3/secret/secretName",
                        "\"papertide-ranking\""),
                variable(
                        tools,
                        "production",
                        "Deployment/papertide-tools",
                        "CLIENT",
                        "\"/tmp/client.properties\""),
                set(
                        tools,
                        "production",
                        "ConfigMap/papertide-tools",
                        "/data/client.properties",
                        "\"security.protocol=SSL\""),
                variable(
                        rights,
                        "production",
                        "StatefulSet/papertide-ranking",
                        "PAPERTIDE_RANKING_APPLICATION_ID",
                        "\"papertide.trends\""),
                set(
                        rights,
                        "production+rebuilt",
                        "KafkaUser/papertide-ranking",
                        "/spec/authorization/acls/1/resource/name",
                        "\"papertide.ranking-rebuilt-\""),
                variable(
                        scalers,
                        "production",
                        "StatefulSet/papertide-ranking",
                        "PAPERTIDE_RANKING_APPLICATION_ID",
                        "\"papertide.ranking-2\""),
                set(
                        scalers,
                        "production+rebuilt",
                        "ScaledObject/papertide-ranking",
                        "/spec/triggers/1/metadata/consumerGroup",
                        "\"papertide.ranking\""),
                set(
                        scalers,
                        "production",
                        "ScaledObject/papertide-notify",
                        "/spec/triggers/0/metadata/consumerGroup",
                        "\"papertide.notify\""),
                set(
                        scalers,
                        "production",
                        "ScaledObject/papertide-notify",
                        "/spec/triggers/0/metadata/topic",
                        "\"papertide.papers.v1\""),
                without(
                        scalers,
                        "production",
                        "ScaledObject/papertide-ranking",
                        "/spec/triggers/0/metadata",
                        "version"),
                set(
                        scalers,
                        "production",
                        "ScaledObject/papertide-notify",
                        "/spec/triggers/1/metadata/version",
                        "\"1.0.0\""),
                set(
                        scalers,
                        "production",
                        "KafkaUser/papertide-scaler",
                        "/spec/authorization/acls",
                        "[]"));
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void isNoticed(Break broken) {
        Rule rule =
                Rule.all().stream()
                        .filter(each -> each.name().equals(broken.rule()))
                        .findFirst()
                        .orElseThrow();
        Rendering sound = ValueSets.rendered(broken.set());
        assertThat(rule.problems().apply(sound)).as("before").isEmpty();
        List<Manifest> objects = new ArrayList<>();
        Set<String> done = new TreeSet<>();
        for (Manifest object : sound.objects()) {
            ObjectNode tree = object.tree().deepCopy();
            if (object.toString().equals(broken.object())) {
                broken.harm().accept(tree);
                done.add(object.toString());
            }
            objects.add(new Manifest(tree));
        }
        assertThat(done).as("broken").hasSize(1);
        assertThat(rule.problems().apply(new Rendering("broken", sound.values(), objects)))
                .isNotEmpty();
    }

    @Test
    void isThoughtOfForEveryRule() {
        Set<String> broken =
                breaks().stream().map(Break::rule).collect(Collectors.toCollection(TreeSet::new));
        assertThat(Rule.all().stream().map(Rule::name)).allMatch(broken::contains);
    }

    @Test
    void hasNoKeyTwice() {
        assertThat(Stream.of("a: 1\na: 2\n", "a: {b: 1, b: 2}\n"))
                .allSatisfy(text ->
                        assertThat(
                                        org.assertj.core.api.Assertions.catchThrowable(
                                                () -> Yaml.documents(text)))
                                .isInstanceOf(YamlEngineException.class));
    }

    private static Break set(String rule, String set, String object, String path, String json) {
        return new Break(
                rule, set, object, path + " is " + json, tree -> replace(tree, path, json(json)));
    }

    private static Break add(String rule, String set, String object, String path, String json) {
        return new Break(
                rule,
                set,
                object,
                path + " has " + json,
                tree -> ((ArrayNode) tree.at(path)).add(json(json)));
    }

    private static Break without(
            String rule, String set, String object, String path, String field) {
        return new Break(
                rule,
                set,
                object,
                "has no " + field,
                tree -> ((ObjectNode) tree.at(path)).remove(field));
    }

    private static Break variable(
            String rule, String set, String object, String name, String json) {
        return new Break(
                rule,
                set,
                object,
                name + " is " + json,
                tree -> {
                    for (JsonNode each : tree.at(CONTAINER + "/env")) {
                        if (each.path("name").asText().equals(name)) {
                            ((ObjectNode) each).remove("valueFrom");
                            ((ObjectNode) each).set("value", json(json));
                        }
                    }
                });
    }

    private static void replace(ObjectNode tree, String path, JsonNode value) {
        int last = path.lastIndexOf('/');
        String field = path.substring(last + 1).replace("~1", "/");
        JsonNode parent = last == 0 ? tree : tree.at(path.substring(0, last));
        if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(field), value);
        } else {
            ((ObjectNode) parent).set(field, value);
        }
    }

    private static JsonNode json(String text) {
        try {
            return Yaml.JSON.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
