package org.papertide.events.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds what breaks a consumer of the released contract in the present one. */
final class ContractComparison {

    private static final String DOCUMENT = "asyncapi.yaml";

    private final Contract released;
    private final Contract present;
    private final List<Breach> breaches = new ArrayList<>();

    private ContractComparison(Contract released, Contract present) {
        this.released = released;
        this.present = present;
    }

    /** All breaches; none if every consumer goes on. */
    static List<Breach> compare(Contract released, Contract present) {
        ContractComparison comparison = new ContractComparison(released, present);
        comparison.schemas();
        comparison.channels();
        comparison.operations();
        comparison.contentType(
                "/defaultContentType",
                released.asyncApi().path("defaultContentType"),
                present.asyncApi().path("defaultContentType"));
        return List.copyOf(comparison.breaches);
    }

    private void schemas() {
        SchemaComparison comparison = new SchemaComparison(released, present, breaches::add);
        released.schemas()
                .forEach((name, old) -> {
                    ObjectNode now = present.schemas().get(name);
                    if (now == null) {
                        breaches.add(new Breach(Rule.SCHEMA_REMOVED, name, name));
                        return;
                    }
                    if (!old.path("$id").equals(now.path("$id"))) {
                        breaches.add(new Breach(Rule.SCHEMA_MOVED, name, now.path("$id").asText()));
                    }
                    comparison.compare(
                            name + " ",
                            new Contract.Target(old, name),
                            new Contract.Target(now, name));
                });
    }

    private void channels() {
        released.asyncApi()
                .path("channels")
                .properties()
                .forEach(channel -> {
                    String where = "/channels/" + channel.getKey();
                    JsonNode now = present.asyncApi().path("channels").get(channel.getKey());
                    if (now == null) {
                        add(Rule.CHANNEL_REMOVED, where, channel.getKey());
                    } else {
                        channel(where, channel.getValue(), now);
                    }
                });
    }

    private void channel(String where, JsonNode old, JsonNode now) {
        if (!old.path("address").equals(now.path("address"))) {
            add(
                    Rule.CHANNEL_RENAMED,
                    where,
                    old.path("address").asText() + " to " + now.path("address").asText());
        }
        for (var parameter : old.path("parameters").properties()) {
            Set<String> names = texts(parameter.getValue().path("enum"));
            names.removeAll(texts(now.path("parameters").path(parameter.getKey()).path("enum")));
            names.forEach(name -> add(Rule.CHANNEL_REMOVED, where, name));
        }
        topic(
                where + "/bindings/kafka",
                old.path("bindings").path("kafka"),
                now.path("bindings").path("kafka"));
        for (var message : old.path("messages").properties()) {
            String path = where + "/messages/" + message.getKey();
            JsonNode same = now.path("messages").get(message.getKey());
            if (same == null) {
                add(Rule.MESSAGE_REMOVED, path, message.getKey());
            } else {
                message(path, message.getValue(), same);
            }
        }
        now.path("messages")
                .fieldNames()
                .forEachRemaining(name -> {
                    if (!old.path("messages").has(name)) {
                        add(Rule.MESSAGE_ADDED, where, name);
                    }
                });
    }

    private void topic(String where, JsonNode old, JsonNode now) {
        if (!old.path("partitions").equals(now.path("partitions"))) {
            add(Rule.PARTITIONS_CHANGED, where, now.path("partitions").asText());
        }
        JsonNode before = old.path("topicConfiguration");
        JsonNode after = now.path("topicConfiguration");
        Set<String> names = new TreeSet<>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            JsonNode was = before.path(name);
            JsonNode is = after.path(name);
            if (was.equals(is)) {
                continue;
            }
            String what = "%s %s to %s".formatted(name, was, is);
            switch (name) {
                case "cleanup.policy" -> add(Rule.COMPACTION_CHANGED, where, what);
                case "retention.ms" -> {
                    if (is.asLong(Long.MAX_VALUE) < was.asLong(Long.MAX_VALUE)) {
                        add(Rule.RETENTION_SHORTENED, where, what);
                    }
                }
                case "max.message.bytes" -> {
                    if (is.asLong(Long.MAX_VALUE) > was.asLong(Long.MAX_VALUE)) {
                        add(Rule.RECORDS_LARGER, where, what);
                    }
                }
                default -> add(Rule.TOPIC_SETTING_CHANGED, where, what);
            }
        }
    }

    private void message(String where, JsonNode before, JsonNode after) {
        JsonNode old = followed(released, before);
        JsonNode now = followed(present, after);
        if (!old.path("name").equals(now.path("name"))) {
            add(Rule.MESSAGE_RENAMED, where, now.path("name").asText());
        }
        contentType(where, old.path("contentType"), now.path("contentType"));
        compareAs(
                Rule.KEY_CHANGED,
                where + "/bindings/kafka/key",
                old.path("bindings").path("kafka").path("key"),
                now.path("bindings").path("kafka").path("key"));
        compareAs(
                Rule.HEADER_CHANGED,
                where + "/headers",
                headers(released, old),
                headers(present, now));
        if (old.path("payload").has("$ref") && old.path("payload").equals(now.path("payload"))) {
            // The schemas themselves are compared once, whichever messages have them.
            return;
        }
        new SchemaComparison(released, present, breaches::add)
                .compare(
                        DOCUMENT + " " + where + "/payload",
                        new Contract.Target(old.path("payload"), DOCUMENT),
                        new Contract.Target(now.path("payload"), DOCUMENT));
    }

    /** Whatever the schemas differ in, it is a breach of this rule. */
    private void compareAs(Rule rule, String where, JsonNode old, JsonNode now) {
        new SchemaComparison(
                        released,
                        present,
                        breach ->
                                add(
                                        rule,
                                        breach.where(),
                                        breach.rule().words() + ": " + breach.what()))
                .compare(
                        where,
                        new Contract.Target(old, DOCUMENT),
                        new Contract.Target(now, DOCUMENT));
    }

    /** The headers of a message and of its traits, as one schema. */
    private static JsonNode headers(Contract contract, JsonNode message) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        List<JsonNode> parts = new ArrayList<>();
        message.path("traits").forEach(trait -> parts.add(followed(contract, trait)));
        parts.add(message);
        for (JsonNode part : parts) {
            part.path("headers")
                    .path("properties")
                    .properties()
                    .forEach(header ->
                            whole.withObjectProperty("properties")
                                    .set(header.getKey(), header.getValue()));
            part.path("headers")
                    .path("required")
                    .forEach(name -> whole.withArrayProperty("required").add(name));
        }
        return whole;
    }

    private void operations() {
        released.asyncApi()
                .path("operations")
                .properties()
                .forEach(operation -> {
                    JsonNode now = present.asyncApi().path("operations").path(operation.getKey());
                    JsonNode old = operation.getValue();
                    if (!old.path("action").equals(now.path("action"))
                            || !old.path("channel").equals(now.path("channel"))) {
                        add(
                                Rule.OPERATION_REMOVED,
                                "/operations/" + operation.getKey(),
                                operation.getKey());
                    }
                });
    }

    private void contentType(String where, JsonNode old, JsonNode now) {
        if (!old.equals(now)) {
            add(Rule.CONTENT_TYPE_CHANGED, where, now.asText());
        }
    }

    private void add(Rule rule, String where, String what) {
        breaches.add(new Breach(rule, DOCUMENT + " " + where, what));
    }

    private static JsonNode followed(Contract contract, JsonNode node) {
        JsonNode reference = node.get("$ref");
        return reference == null ? node : contract.resolve(reference.asText(), DOCUMENT).node();
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new TreeSet<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
