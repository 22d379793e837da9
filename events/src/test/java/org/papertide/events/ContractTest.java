package org.papertide.events;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ContractTest {

    @Test
    void knowsNoFramework() {
        JavaClasses events =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("org.papertide.events");
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.papertide.events..",
                        "com.fasterxml.jackson..",
                        "org.apache.kafka..",
                        "org.jspecify..")
                .check(events);
    }

    @Test
    void asyncApiNamesEveryTopicAndOnlySchemasThatShip() throws IOException {
        JsonNode document = document();
        List<String> addresses = new ArrayList<>();
        document.path("channels").forEach(c -> addresses.add(c.path("address").asText()));
        assertThat(addresses)
                .containsAll(
                        Arrays.stream(Topic.values())
                                .filter(topic -> topic.deadLetters() != topic)
                                .map(topic -> "papertide." + topic.baseName())
                                .toList())
                .contains("papertide.{stream}.dlq.v1");
        List<String> references =
                document.path("components").path("messages").findValuesAsText("$ref").stream()
                        .filter(reference -> reference.startsWith("schema/"))
                        .toList();
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(file -> assertThat(ContractTest.class.getResource(file)).isNotNull());
    }

    /** What the document says of a topic is what a service makes of it. */
    @ParameterizedTest
    @EnumSource(Topic.class)
    void asyncApiHasTheSettingsOfTheTopic(Topic topic) throws IOException {
        JsonNode kafka = channel(topic).path("bindings").path("kafka").path("topicConfiguration");
        Map<String, String> said = new HashMap<>();
        kafka.properties()
                .forEach(setting ->
                        said.put(
                                setting.getKey(),
                                setting.getValue().isArray()
                                        ? setting.getValue().path(0).asText()
                                        : setting.getValue().asText()));
        Map<String, String> made = new HashMap<>(topic.settings());
        made.keySet().retainAll(Set.of("cleanup.policy", "retention.ms", "max.message.bytes"));
        assertThat(said).isEqualTo(made);
    }

    /** Who subscribes to a topic finds its kind of event, and knows it by its key and type. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("org.papertide.events.WireFormTest#samples")
    <T> void asyncApiHasTheKeyAndTypeOfTheEvent(String sample, EventCodec<T> codec, T event)
            throws IOException {
        JsonNode message = message(codec.eventType());
        String reference = message.path("bindings").path("kafka").path("key").path("$ref").asText();
        JsonSchema key =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(document().at(reference.substring(1)));
        assertThat(key.validate(new TextNode(codec.key(event)))).isEmpty();
        assertThat(key.validate(new TextNode("no key of ours"))).isNotEmpty();
        assertThat(message.path("payload").path("$ref").asText())
                .isEqualTo("schema/" + sample.replaceFirst("(\\.v1).*", "$1") + ".json");
    }

    private static JsonNode message(String type) throws IOException {
        for (JsonNode message : document().path("components").path("messages")) {
            if (message.path("name").asText().equals(type)) {
                return message;
            }
        }
        throw new AssertionError("no message " + type);
    }

    private static JsonNode channel(Topic topic) throws IOException {
        for (JsonNode channel : document().path("channels")) {
            String address = channel.path("address").asText();
            if (address.equals("papertide." + topic.baseName())
                    || (address.contains("{stream}") && topic == topic.deadLetters())) {
                return channel;
            }
        }
        throw new AssertionError("no channel for " + topic);
    }

    private static JsonNode document() throws IOException {
        return new ObjectMapper(new YAMLFactory())
                .readTree(ContractTest.class.getResourceAsStream("asyncapi.yaml"));
    }

    @Test
    void everyStreamHasItsDeadLetters() {
        assertThat(Topic.values())
                .allSatisfy(topic ->
                        assertThat(topic.deadLetters().baseName())
                                .isEqualTo(topic.baseName().replaceFirst("\\..*", "") + ".dlq.v1"));
    }
}
