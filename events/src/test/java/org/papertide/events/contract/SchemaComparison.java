package org.papertide.events.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Compares two JSON Schemas, references followed.
 *
 * <p>A consumer meets records older than itself, as topics keep them, and newer ones. So what was
 * valid must stay valid, and what is valid now must have been so: only optional properties may
 * come, and words change that constrain nothing. Whatever is not known to be harmless is a breach.
 */
final class SchemaComparison {

    private static final Set<String> ANNOTATIONS =
            Set.of(
                    "$schema",
                    "$id",
                    "$defs",
                    "$comment",
                    "title",
                    "description",
                    "examples",
                    "default",
                    "deprecated");

    /** Lower bounds; an absent one is the lowest. */
    private static final Set<String> LOWEST =
            Set.of("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties");

    private static final Set<String> HIGHEST =
            Set.of("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties");

    private final Contract released;
    private final Contract present;
    private final Consumer<Breach> breaches;

    SchemaComparison(Contract released, Contract present, Consumer<Breach> breaches) {
        this.released = released;
        this.present = present;
        this.breaches = breaches;
    }

    /** Compares the same part of both contracts. */
    void compare(String where, Contract.Target before, Contract.Target after) {
        Contract.Target old = followed(released, before);
        Contract.Target now = followed(present, after);
        compareProperties(where, old, now);
        compareRequired(where, old.node(), now.node());
        Set<String> keywords = new TreeSet<>();
        old.node().fieldNames().forEachRemaining(keywords::add);
        now.node().fieldNames().forEachRemaining(keywords::add);
        keywords.removeAll(ANNOTATIONS);
        keywords.removeAll(Set.of("properties", "required"));
        for (String keyword : keywords) {
            compareKeyword(where, keyword, old, now);
        }
    }

    private void compareProperties(String where, Contract.Target old, Contract.Target now) {
        JsonNode after = now.node().path("properties");
        old.node()
                .path("properties")
                .properties()
                .forEach(property -> {
                    String path = where + "/properties/" + property.getKey();
                    JsonNode same = after.get(property.getKey());
                    if (same == null) {
                        report(Rule.PROPERTY_REMOVED, path, property.getKey());
                    } else {
                        compare(
                                path,
                                new Contract.Target(property.getValue(), old.document()),
                                new Contract.Target(same, now.document()));
                    }
                });
    }

    private void compareRequired(String where, JsonNode old, JsonNode now) {
        Set<JsonNode> before = values(old.path("required"));
        Set<JsonNode> after = values(now.path("required"));
        without(after, before).forEach(name -> report(Rule.NEWLY_REQUIRED, where, name.asText()));
        without(before, after)
                .forEach(name -> report(Rule.NO_LONGER_REQUIRED, where, name.asText()));
    }

    private void compareKeyword(
            String where, String keyword, Contract.Target old, Contract.Target now) {
        JsonNode before = old.node().path(keyword);
        JsonNode after = now.node().path(keyword);
        switch (keyword) {
            case "type" -> {
                if (!values(before).equals(values(after))) {
                    report(Rule.TYPE_CHANGED, where, text(before) + " to " + text(after));
                }
            }
            case "enum", "const" -> compareValues(where, before, after);
            case "items", "additionalProperties", "propertyNames" -> {
                if (before.isObject() && after.isObject()) {
                    compare(
                            where + "/" + keyword,
                            new Contract.Target(before, old.document()),
                            new Contract.Target(after, now.document()));
                } else if (!anything(before) || !anything(after)) {
                    constraint(where, keyword, before, after);
                }
            }
            default -> {
                if (LOWEST.contains(keyword) || HIGHEST.contains(keyword)) {
                    compareBounds(where, keyword, before, after);
                } else {
                    constraint(where, keyword, before, after);
                }
            }
        }
    }

    private void compareValues(String where, JsonNode before, JsonNode after) {
        if (before.isMissingNode() || after.isMissingNode()) {
            report(Rule.CONSTRAINT_CHANGED, where, text(before) + " to " + text(after));
            return;
        }
        Set<JsonNode> old = values(before);
        Set<JsonNode> now = values(after);
        without(old, now).forEach(value -> report(Rule.VALUE_REMOVED, where, value.asText()));
        without(now, old).forEach(value -> report(Rule.VALUE_ADDED, where, value.asText()));
    }

    private void compareBounds(String where, String keyword, JsonNode before, JsonNode after) {
        double open =
                LOWEST.contains(keyword) ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        double old = before.isNumber() ? before.asDouble() : open;
        double now = after.isNumber() ? after.asDouble() : open;
        if (old != now) {
            boolean narrower = LOWEST.contains(keyword) ? now > old : now < old;
            report(
                    narrower ? Rule.RANGE_NARROWED : Rule.RANGE_WIDENED,
                    where,
                    "%s %s to %s".formatted(keyword, text(before), text(after)));
        }
    }

    private void constraint(String where, String keyword, JsonNode before, JsonNode after) {
        if (!before.equals(after)) {
            report(
                    Rule.CONSTRAINT_CHANGED,
                    where,
                    "%s %s to %s".formatted(keyword, text(before), text(after)));
        }
    }

    private void report(Rule rule, String where, String what) {
        breaches.accept(new Breach(rule, where, what));
    }

    /**
     * A schema in which {@code $ref} is replaced by what it leads to, together with what stands
     * beside it: of two bounds the tighter holds.
     */
    private static Contract.Target followed(Contract contract, Contract.Target target) {
        JsonNode reference = target.node().get("$ref");
        if (reference == null) {
            return target;
        }
        Contract.Target there =
                followed(contract, contract.resolve(reference.asText(), target.document()));
        Map<String, JsonNode> merged = new LinkedHashMap<>();
        there.node().properties().forEach(own -> merged.put(own.getKey(), own.getValue()));
        target.node()
                .properties()
                .forEach(own -> {
                    if (!own.getKey().equals("$ref")) {
                        merged.merge(
                                own.getKey(),
                                own.getValue(),
                                (a, b) -> tighter(own.getKey(), a, b));
                    }
                });
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.setAll(merged);
        return new Contract.Target(whole, there.document());
    }

    private static JsonNode tighter(String keyword, JsonNode there, JsonNode here) {
        if (ANNOTATIONS.contains(keyword) || there.equals(here)) {
            return here;
        }
        if (LOWEST.contains(keyword)) {
            return there.asDouble() > here.asDouble() ? there : here;
        }
        if (HIGHEST.contains(keyword)) {
            return there.asDouble() < here.asDouble() ? there : here;
        }
        ArrayNode both = JsonNodeFactory.instance.arrayNode();
        return both.add(there).add(here);
    }

    /** Whether a schema or its absence allows everything. */
    private static boolean anything(JsonNode schema) {
        return schema.isMissingNode() || (schema.isBoolean() && schema.asBoolean());
    }

    /** The members of a list, or the one value that is none. */
    private static Set<JsonNode> values(JsonNode node) {
        Set<JsonNode> values = new LinkedHashSet<>();
        if (node.isArray()) {
            node.forEach(values::add);
        } else if (!node.isMissingNode()) {
            values.add(node);
        }
        return values;
    }

    private static List<JsonNode> without(Set<JsonNode> all, Set<JsonNode> some) {
        return all.stream().filter(one -> !some.contains(one)).toList();
    }

    private static String text(JsonNode node) {
        return node.isMissingNode() ? "nothing" : node.toString();
    }
}
