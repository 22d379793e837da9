package org.papertide.manifests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The kinds that a cluster with the operators of the README knows, in the versions that are
 * current. What is no field of a kind is an error, and so is a kind or version that is not here.
 */
final class Models {

    /**
     * By version and kind. Where there is no model, the schema of the fields that the chart sets.
     */
    private static final Map<String, Class<?>> CLASSES =
            Map.ofEntries(
                    Map.entry("v1 Namespace", Namespace.class),
                    Map.entry("v1 ConfigMap", ConfigMap.class),
                    Map.entry("v1 Secret", Secret.class),
                    Map.entry("v1 Service", Service.class),
                    Map.entry("v1 ServiceAccount", ServiceAccount.class),
                    Map.entry("v1 Pod", Pod.class),
                    Map.entry("apps/v1 Deployment", Deployment.class),
                    Map.entry("apps/v1 StatefulSet", StatefulSet.class),
                    Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class),
                    Map.entry(
                            "autoscaling/v2 HorizontalPodAutoscaler",
                            HorizontalPodAutoscaler.class),
                    Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
                    Map.entry("networking.k8s.io/v1 Ingress", Ingress.class),
                    Map.entry("gateway.networking.k8s.io/v1 Gateway", Gateway.class),
                    Map.entry("gateway.networking.k8s.io/v1 HTTPRoute", HTTPRoute.class),
                    Map.entry("monitoring.coreos.com/v1 PodMonitor", PodMonitor.class),
                    Map.entry("monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class),
                    Map.entry("kafka.strimzi.io/v1 Kafka", Kafka.class),
                    Map.entry("kafka.strimzi.io/v1 KafkaNodePool", KafkaNodePool.class),
                    Map.entry("kafka.strimzi.io/v1 KafkaTopic", KafkaTopic.class),
                    Map.entry("kafka.strimzi.io/v1 KafkaUser", KafkaUser.class));

    private static final Map<String, String> SCHEMAS =
            Map.of(
                    "postgresql.cnpg.io/v1 Cluster", "cluster",
                    "postgresql.cnpg.io/v1 ScheduledBackup", "scheduled-backup",
                    "barmancloud.cnpg.io/v1 ObjectStore", "object-store",
                    "keda.sh/v1alpha1 ScaledObject", "scaled-object",
                    "keda.sh/v1alpha1 TriggerAuthentication", "trigger-authentication",
                    "external-secrets.io/v1 ExternalSecret", "external-secret");

    /** The models keep unknown fields, to give them back; here they are to be refused. */
    private static final ObjectMapper STRICT =
            JsonMapper.builder()
                    .annotationIntrospector(
                            new JacksonAnnotationIntrospector() {
                                private static final long serialVersionUID = 1L;

                                @Override
                                public Boolean hasAnySetter(Annotated annotated) {
                                    return false;
                                }
                            })
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .build();

    private static final JsonSchemaFactory FACTORY =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7);

    private Models() {}

    static boolean known(Manifest object) {
        return CLASSES.containsKey(key(object)) || SCHEMAS.containsKey(key(object));
    }

    /** What is wrong with the fields of an object, if anything is. */
    static Optional<String> problem(Manifest object) {
        Class<?> model = CLASSES.get(key(object));
        if (model != null) {
            return read(object.tree(), model);
        }
        String schema = SCHEMAS.get(key(object));
        if (schema == null) {
            return Optional.of("no current kind: " + key(object));
        }
        String wrong =
                schema(schema).validate(object.tree()).stream()
                        .map(Object::toString)
                        .collect(Collectors.joining("; "));
        return Optional.of(wrong).filter(text -> !text.isEmpty());
    }

    private static String key(Manifest object) {
        return object.apiVersion() + " " + object.kind();
    }

    private static Optional<String> read(JsonNode tree, Class<?> model) {
        try {
            var _ = STRICT.treeToValue(tree, model);
            return Optional.empty();
        } catch (JsonProcessingException e) {
            List<String> lines = e.toString().lines().toList();
            return Optional.of(lines.getFirst() + " " + lines.getLast().strip());
        }
    }

    private static JsonSchema schema(String name) {
        return FACTORY.getSchema(Models.class.getResourceAsStream("/schemas/" + name + ".json"));
    }
}
