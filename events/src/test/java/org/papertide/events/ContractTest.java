package org.papertide.events;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

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
        JsonNode document =
                new ObjectMapper(new YAMLFactory())
                        .readTree(ContractTest.class.getResourceAsStream("asyncapi.yaml"));
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

    @Test
    void everyStreamHasItsDeadLetters() {
        assertThat(Topic.values())
                .allSatisfy(topic ->
                        assertThat(topic.deadLetters().baseName())
                                .isEqualTo(topic.baseName().replaceFirst("\\..*", "") + ".dlq.v1"));
    }
}
