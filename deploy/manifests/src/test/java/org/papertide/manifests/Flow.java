package org.papertide.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** One connection: who opens it, to whom, at which port. */
record Flow(String from, String to, int port) {

    private static final int HTTPS = 443;
    private static final int NAMES = 53;

    /** What the product needs, told by its own settings and by what it is made of. */
    static List<Flow> needed(Rendering rendering) {
        List<Flow> flows = new ArrayList<>();
        for (Peer peer : Peer.inNamespace(rendering)) {
            flows.add(new Flow(peer.name(), Peer.DNS, NAMES));
        }
        for (PapertideService service : PapertideService.values()) {
            ofService(rendering, service, flows);
        }
        Route.all(rendering)
                .forEach(route -> {
                    String target = route.service().substring(route.service().lastIndexOf('-') + 1);
                    PapertideService service =
                            PapertideService.valueOf(target.toUpperCase(java.util.Locale.ROOT));
                    flows.add(new Flow(Peer.GATEWAY, target, service.httpPort()));
                });
        ofOperators(rendering, flows);
        return flows;
    }

    private static void ofService(Rendering rendering, PapertideService service, List<Flow> flows) {
        String name = service.component();
        flows.add(new Flow("test", name, service.httpPort()));
        if (rendering.all("PodMonitor").findAny().isPresent()) {
            flows.add(new Flow(Peer.PROMETHEUS, name, service.managementPort()));
        }
        brokers(rendering, service, flows);
        JsonNode container = service.container(rendering);
        String database = value(container, "QUARKUS_DATASOURCE_JDBC_URL");
        if (!database.isEmpty()) {
            URI address = URI.create(database.substring("jdbc:".length()));
            flows.add(new Flow(name, Peer.of(rendering, address.getHost()), address.getPort()));
        }
        if (service != PapertideService.RANKING) {
            flows.add(new Flow(name, Peer.INTERNET, HTTPS));
        }
        if (service == PapertideService.NOTIFY) {
            int port = Integer.parseInt(value(container, "PAPERTIDE_MAIL_SMTP_PORT"));
            flows.add(
                    new Flow(
                            name,
                            Peer.of(rendering, value(container, "PAPERTIDE_MAIL_SMTP_HOST")),
                            port));
            String returned = value(container, "PAPERTIDE_RETURNED_SMTP_PORT");
            if (!returned.isEmpty()) {
                flows.add(new Flow(Peer.INTERNET, name, Integer.parseInt(returned)));
            }
            URI ranking = URI.create(value(container, "PAPERTIDE_RANKING_SERVICE_URL"));
            flows.add(new Flow(name, Peer.of(rendering, ranking.getHost()), ranking.getPort()));
        }
        String traces = rendering.value("/observability/traces/endpoint").asText();
        if (!traces.isEmpty()) {
            flows.add(new Flow(name, Peer.COLLECTOR, URI.create(traces).getPort()));
        }
    }

    /** All that it is told to begin with, and those that these may name. */
    private static void brokers(Rendering rendering, PapertideService service, List<Flow> flows) {
        String servers = value(service.container(rendering), "PAPERTIDE_KAFKA_BOOTSTRAP_SERVERS");
        for (String server : servers.split(",", -1)) {
            int colon = server.lastIndexOf(':');
            int port = Integer.parseInt(server.substring(colon + 1));
            String peer = Peer.of(rendering, server.substring(0, colon));
            flows.add(new Flow(service.component(), peer, port));
        }
        if (rendering.value("/kafka/mode").asText().equals("external")) {
            rendering
                    .value("/kafka/external/ports")
                    .forEach(port ->
                            flows.add(new Flow(service.component(), Peer.INTERNET, port.asInt())));
        }
    }

    /** Between the pods that operators make, and from operators to them. */
    private static void ofOperators(Rendering rendering, List<Flow> flows) {
        rendering
                .all("StatefulSet")
                .filter(set -> set.name().endsWith("-kafka"))
                .forEach(_ -> flows.add(new Flow("kafka", "kafka", 9092)));
        List<Integer> api = new ArrayList<>();
        rendering.value("/networkPolicies/apiServerPorts").forEach(port -> api.add(port.asInt()));
        rendering
                .all("Kafka")
                .forEach(kafka -> {
                    flows.add(new Flow(Peer.BROKERS, Peer.CONTROLLERS, 9090));
                    flows.add(new Flow(Peer.BROKERS, Peer.BROKERS, 9091));
                    flows.add(new Flow(Peer.CONTROLLERS, Peer.CONTROLLERS, 9090));
                    flows.add(new Flow("entities", Peer.BROKERS, 9091));
                    flows.add(new Flow("tools", Peer.BROKERS, 9093));
                    if (!Peer.metrics(kafka).isMissingNode()) {
                        flows.add(new Flow(Peer.PROMETHEUS, Peer.BROKERS, Peer.METRICS));
                        flows.add(new Flow(Peer.PROMETHEUS, Peer.CONTROLLERS, Peer.METRICS));
                    }
                    api.forEach(port -> flows.add(new Flow("entities", Peer.INTERNET, port)));
                    // Their keys are secrets that they read themselves, since Strimzi 0.49.
                    for (String node : List.of(Peer.BROKERS, Peer.CONTROLLERS)) {
                        api.forEach(port -> flows.add(new Flow(node, Peer.INTERNET, port)));
                    }
                    if (rendering.all("ScaledObject").findAny().isPresent()) {
                        flows.add(new Flow(Peer.KEDA, Peer.BROKERS, 9093));
                    }
                });
        for (Peer peer : Peer.inNamespace(rendering)) {
            if (peer.labels().containsKey("cnpg.io/cluster")) {
                flows.add(new Flow(peer.name(), peer.name(), 5432));
                flows.add(new Flow(peer.name(), peer.name(), 8000));
                flows.add(new Flow(Peer.CNPG, peer.name(), 8000));
                api.forEach(port -> flows.add(new Flow(peer.name(), Peer.INTERNET, port)));
                rendering
                        .all("ObjectStore")
                        .forEach(store ->
                                flows.add(new Flow(peer.name(), Peer.INTERNET, storePort(store))));
                if (rendering.all("PodMonitor").findAny().isPresent()) {
                    flows.add(new Flow(Peer.PROMETHEUS, peer.name(), 9187));
                }
            }
        }
    }

    private static int storePort(Manifest store) {
        int port =
                URI.create(store.spec().at("/configuration/endpointURL").asText("https://aws"))
                        .getPort();
        return port < 0 ? HTTPS : port;
    }

    private static String value(JsonNode container, String name) {
        return PapertideService.variable(container, name).path("value").asText();
    }
}
