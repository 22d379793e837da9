package org.papertide.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The network policies let through what the product needs, and nothing else. */
final class NetworkRules {

    static final List<Rule> RULES =
            List.of(
                    new Rule("nothing passes that no policy lets through", NetworkRules::closed),
                    new Rule("every port that is let through is served", NetworkRules::served),
                    new Rule("what is needed passes, and nothing else", NetworkRules::flows));

    private NetworkRules() {}

    private static boolean open(Rendering rendering) {
        return !rendering.value("/networkPolicies/enabled").asBoolean();
    }

    private static List<String> closed(Rendering rendering) {
        if (open(rendering)) {
            return rendering.all("NetworkPolicy").map(each -> each + ": policies are off").toList();
        }
        boolean closed =
                rendering
                        .all("NetworkPolicy")
                        .anyMatch(policy ->
                                policy.spec().path("podSelector").isEmpty()
                                        && policy.spec().path("policyTypes").size() == 2
                                        && !policy.spec().has("ingress")
                                        && !policy.spec().has("egress"));
        return closed ? List.of() : List.of("no policy that closes all");
    }

    private static List<String> served(Rendering rendering) {
        List<String> problems = new ArrayList<>();
        List<Peer> peers = Peer.inNamespace(rendering);
        rendering
                .all("NetworkPolicy")
                .forEach(policy -> {
                    List<Peer> own =
                            peers.stream()
                                    .filter(peer ->
                                            peer.isSelected(policy.spec().path("podSelector")))
                                    .toList();
                    if (own.isEmpty()) {
                        problems.add(policy + ": of no pods");
                    }
                    for (JsonNode rule : policy.spec().path("ingress")) {
                        for (JsonNode port : rule.path("ports")) {
                            if (own.stream()
                                    .noneMatch(peer ->
                                            peer.ports().contains(port.path("port").asInt()))) {
                                problems.add(
                                        policy + ": lets in to " + port + ", which nobody serves");
                            }
                        }
                    }
                    for (JsonNode rule : policy.spec().path("egress")) {
                        for (JsonNode to : rule.path("to")) {
                            if (to.has("podSelector") && !to.has("namespaceSelector")) {
                                List<Peer> targets =
                                        peers.stream()
                                                .filter(peer ->
                                                        peer.isSelected(to.path("podSelector")))
                                                .toList();
                                rule.path("ports")
                                        .forEach(port -> {
                                            if (targets.stream()
                                                    .noneMatch(peer ->
                                                            peer.ports()
                                                                    .contains(
                                                                            port.path("port")
                                                                                    .asInt()))) {
                                                problems.add(
                                                        policy
                                                                + ": lets out to "
                                                                + port
                                                                + " of "
                                                                + to
                                                                + ", which nobody serves");
                                            }
                                        });
                            }
                        }
                        if (rule.path("ports").isEmpty()) {
                            problems.add(policy + ": lets out to every port");
                        }
                    }
                });
        return problems;
    }

    private static List<String> flows(Rendering rendering) {
        if (open(rendering)) {
            return List.of();
        }
        Set<Flow> needed = new LinkedHashSet<>(Flow.needed(rendering));
        List<Peer> all =
                Stream.concat(
                                Peer.inNamespace(rendering).stream(),
                                Peer.outside(rendering).stream())
                        .toList();
        List<String> problems = new ArrayList<>();
        for (Flow flow : needed) {
            Peer from = Peer.named(all, flow.from());
            Peer to = Peer.named(all, flow.to());
            if (!passes(rendering, from, to, flow.port())) {
                problems.add(flow + " does not pass");
            }
        }
        for (Peer from : all) {
            for (Peer to : all) {
                if (from.equals(to) || (from.isOutside() && to.isOutside())) {
                    continue;
                }
                for (int port : to.ports()) {
                    Flow flow = new Flow(from.name(), to.name(), port);
                    if (needed.contains(flow)) {
                        continue;
                    }
                    // Each end alone: that the other one is closed is no reason to be open.
                    if (!from.isOutside() && out(rendering, from, to, port)) {
                        problems.add(flow + " is let out, and nobody needs it");
                    }
                    if (!to.isOutside() && in(rendering, from, to, port, Strimzi.LISTENERS)) {
                        problems.add(flow + " is let in, and nobody needs it");
                    }
                }
            }
        }
        return problems;
    }

    /** Whether both ends let it through. */
    private static boolean passes(Rendering rendering, Peer from, Peer to, int port) {
        return (from.isOutside() || out(rendering, from, to, port))
                && (to.isOutside() || in(rendering, from, to, port, Strimzi.ALL));
    }

    private static boolean out(Rendering rendering, Peer from, Peer to, int port) {
        return side(rendering.all("NetworkPolicy"), from, to, port, "egress", "to");
    }

    private static boolean in(Rendering rendering, Peer from, Peer to, int port, Strimzi strimzi) {
        return side(
                Stream.concat(rendering.all("NetworkPolicy"), ofStrimzi(rendering, strimzi)),
                to,
                from,
                port,
                "ingress",
                "from");
    }

    private static boolean side(
            Stream<Manifest> policies,
            Peer own,
            Peer other,
            int port,
            String direction,
            String peers) {
        return policies.filter(policy -> own.isSelected(policy.spec().path("podSelector")))
                .flatMap(policy -> Manifest.elements(policy.spec().path(direction)))
                .filter(rule ->
                        Manifest.elements(rule.path("ports"))
                                .anyMatch(each -> each.path("port").asInt() == port))
                .anyMatch(rule ->
                        rule.path(peers).isEmpty()
                                || Manifest.elements(rule.path(peers)).anyMatch(other::isPeer));
    }

    /** Which of the rules that Strimzi adds by itself. */
    private enum Strimzi {
        ALL,
        /** Those that the chart decides. */
        LISTENERS
    }

    /**
     * What Strimzi adds by itself: who may connect to brokers and controllers. Whoever asks may
     * read metrics.
     */
    private static Stream<Manifest> ofStrimzi(Rendering rendering, Strimzi which) {
        return rendering
                .all("Kafka")
                .map(kafka -> {
                    String text =
                            """
                            kind: NetworkPolicy
                            spec:
                              podSelector: {matchLabels: {strimzi.io/cluster: CLUSTER, strimzi.io/component-type: kafka}}
                              ingress:
                                - ports: [{port: 9090}]
                                  from: [{podSelector: {matchLabels: {strimzi.io/component-type: kafka}}}]
                                - ports: [{port: 9091}]
                                  from:
                                    - podSelector: {matchLabels: {strimzi.io/component-type: kafka}}
                                    - podSelector: {matchLabels: {strimzi.io/component-type: entity-operator}}
                                - ports: [{port: 9404}]
                            """
                                    .replace("CLUSTER", kafka.name());
                    ObjectNode policy = (ObjectNode) Yaml.documents(text).getFirst();
                    if (which == Strimzi.LISTENERS) {
                        policy.withObject("/spec").putArray("ingress");
                    }
                    for (JsonNode listener : kafka.spec().at("/kafka/listeners")) {
                        ObjectNode rule =
                                policy.withObject("/spec").withArray("ingress").addObject();
                        rule.putArray("ports").addObject().set("port", listener.path("port"));
                        rule.putArray("from")
                                .addAll((ArrayNode) listener.path("networkPolicyPeers"));
                    }
                    return new Manifest(policy);
                });
    }
}
