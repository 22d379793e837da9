package org.papertide.events.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Breaks the contract in every way that is listed, and changes it in ways that are harmless. A
 * change is a document, a pointer into it, and a merge patch (RFC 7396) of the object there.
 */
class BreakingChangesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static Contract contract;

    @BeforeAll
    static void read() throws IOException {
        contract =
                Contract.in(
                        Path.of(System.getProperty("papertide.root", ".."))
                                .resolve("events/src/main/resources/org/papertide/events"));
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(delimiter = '|', textBlock = BREAKING)
    void findsWhatBreaksAConsumer(Rule rule, String document, String pointer, String patch)
            throws IOException {
        List<Breach> breaches =
                ContractComparison.compare(contract, changed(document, pointer, patch));
        assertThat(breaches)
                .isNotEmpty()
                .allSatisfy(breach -> assertThat(breach.rule()).isEqualTo(rule));
    }

    private static final String BREAKING =
            """
            CHANNEL_REMOVED       | asyncapi | /channels                          | {"scores": null}
            CHANNEL_REMOVED       | asyncapi | /channels/deadLetters/parameters/stream | {"enum": ["papers"]}
            CHANNEL_RENAMED       | asyncapi | /channels/scores                   | {"address": "papertide.trends.v1"}
            CHANNEL_RENAMED       | asyncapi | /channels/papers                   | {"address": "papertide.papers.v2"}
            OPERATION_REMOVED     | asyncapi | /operations                        | {"receiveScores": null}
            OPERATION_REMOVED     | asyncapi | /operations/receivePapers          | {"action": "send"}
            PARTITIONS_CHANGED    | asyncapi | /channels/signals/bindings/kafka   | {"partitions": 24}
            COMPACTION_CHANGED    | asyncapi | /channels/papers/bindings/kafka/topicConfiguration | {"cleanup.policy": ["delete"]}
            COMPACTION_CHANGED    | asyncapi | /channels/breakouts/bindings/kafka/topicConfiguration | {"cleanup.policy": ["compact", "delete"]}
            RETENTION_SHORTENED   | asyncapi | /channels/breakouts/bindings/kafka/topicConfiguration | {"retention.ms": 1000}
            RETENTION_SHORTENED   | asyncapi | /channels/papers/bindings/kafka/topicConfiguration | {"retention.ms": 1000}
            RECORDS_LARGER        | asyncapi | /channels/signals/bindings/kafka/topicConfiguration | {"max.message.bytes": 20000000}
            TOPIC_SETTING_CHANGED | asyncapi | /channels/ticks/bindings/kafka/topicConfiguration | {"message.timestamp.type": "CreateTime"}
            MESSAGE_REMOVED       | asyncapi | /channels/scores/messages          | {"score": null}
            MESSAGE_RENAMED       | asyncapi | /components/messages/score         | {"name": "org.papertide.trend.v1"}
            MESSAGE_ADDED         | asyncapi | /channels/scores/messages          | {"other": {"name": "other"}}
            CONTENT_TYPE_CHANGED  | asyncapi | ''                                 | {"defaultContentType": "application/avro"}
            CONTENT_TYPE_CHANGED  | asyncapi | /components/messages/score         | {"contentType": "application/avro"}
            KEY_CHANGED           | asyncapi | /components/messages/score/bindings/kafka | {"key": {"$ref": "#/components/schemas/rankingKey"}}
            KEY_CHANGED           | asyncapi | /components/messages/score/bindings/kafka | {"key": null}
            KEY_CHANGED           | asyncapi | /components/schemas/paperKey       | {"type": "integer"}
            HEADER_CHANGED        | asyncapi | /components/messageTraits/cloudEvent/headers/properties | {"ce_id": null}
            HEADER_CHANGED        | asyncapi | /components/messages/deadLetter/headers | {"required": ["papertide_reason", "papertide_origin", "papertide_size"]}
            HEADER_CHANGED        | asyncapi | /components/messageTraits/cloudEvent/headers/properties/ce_specversion | {"const": "2.0"}
            HEADER_CHANGED        | asyncapi | /components/messages/deadLetter    | {"name": "dead letter", "headers": {"properties": {"papertide_size": null}}}
            SCHEMA_MOVED          | score    | ''                                 | {"$id": "https://example.org/score.json"}
            PROPERTY_REMOVED      | score    | /properties                        | {"trial": null}
            PROPERTY_REMOVED      | ranking  | /properties/entries/items/properties | {"previousRank": null, "formerRank": {"type": "integer"}}
            PROPERTY_REMOVED      | common   | /$defs/links/properties            | {"pdf": null}
            NEWLY_REQUIRED        | paper    | ''                                 | {"required": ["id", "revision", "title", "authors", "categories", "links", "status", "aliases", "source", "abstract"]}
            NO_LONGER_REQUIRED    | signal   | ''                                 | {"required": ["paperId", "metric", "value", "observedAt"]}
            TYPE_CHANGED          | signal   | /properties/value                  | {"type": "string"}
            TYPE_CHANGED          | signal   | /properties/value                  | {"type": "number"}
            TYPE_CHANGED          | breakout | /properties/level                  | {"type": ["integer", "null"]}
            TYPE_CHANGED          | common   | /$defs/number                      | {"type": "integer"}
            VALUE_REMOVED         | paper    | /properties/status                 | {"enum": ["LISTED", "MERGED"]}
            VALUE_ADDED           | common   | /$defs/window                      | {"enum": ["day", "week", "month", "year"]}
            RANGE_NARROWED        | breakout | /properties/level                  | {"maximum": 10}
            RANGE_NARROWED        | signal   | /properties/value                  | {"minimum": 1}
            RANGE_NARROWED        | common   | /$defs/summary/properties/abstract | {"maxLength": 100}
            RANGE_NARROWED        | common   | /$defs/reason/properties/hours     | {"minimum": 1}
            RANGE_NARROWED        | ranking  | /properties/asOf                   | {"minLength": 30}
            RANGE_WIDENED         | ranking  | /properties/entries                | {"maxItems": 500}
            RANGE_WIDENED         | paper    | /properties/title                  | {"maxLength": null}
            CONSTRAINT_CHANGED    | common   | /$defs/category                    | {"pattern": "^[a-z]+$"}
            CONSTRAINT_CHANGED    | common   | /$defs/instant                     | {"format": null}
            CONSTRAINT_CHANGED    | score    | ''                                 | {"additionalProperties": false}
            CONSTRAINT_CHANGED    | past-rankings | /properties/papers            | {"uniqueItems": null}
            CONSTRAINT_CHANGED    | score    | /properties/windows                | {"propertyNames": null}
            CONSTRAINT_CHANGED    | tick     | /properties/at                     | {"enum": ["now"]}
            """;

    @Test
    void findsASchemaThatIsGone() {
        Contract changed = contract.copy();
        changed.schemas().remove("tick.v1.json");
        ((ObjectNode) changed.asyncApi().path("channels").path("ticks")).put("title", "Ticks");
        assertThat(ContractComparison.compare(contract, changed))
                .extracting(Breach::rule)
                .containsExactly(Rule.SCHEMA_REMOVED);
    }

    @Test
    void triesEveryRule() {
        assertThat(
                        Stream.concat(
                                        BREAKING.lines().map(line -> line.split(" ", 2)[0]),
                                        Stream.of(Rule.SCHEMA_REMOVED.name()))
                                .collect(Collectors.toSet()))
                .isEqualTo(
                        Arrays.stream(Rule.values()).map(Rule::name).collect(Collectors.toSet()));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    score    | /properties              | {"velocity": {"type": "number"}}
                    common   | /$defs/summary/properties | {"language": {"type": "string", "maxLength": 10}}
                    paper    | ''                       | {"title": "A paper", "description": "In other words."}
                    paper    | /properties/title        | {"description": "In one line.", "examples": ["Attention"]}
                    signal   | ''                       | {"required": ["source", "observedAt", "value", "metric", "paperId"]}
                    common   | /$defs                   | {"language": {"type": "string"}}
                    common   | /$defs/window            | {"enum": ["month", "week", "day"]}
                    score    | /properties/score        | {"$ref": null, "type": "number", "minimum": -1e15, "maximum": 1e15}
                    score    | ''                       | {"additionalProperties": true}
                    asyncapi | /info                    | {"version": "1.1.0"}
                    asyncapi | /channels                | {"elsewhere": {"address": "papertide.elsewhere.v1"}}
                    asyncapi | /channels/scores         | {"description": "In other words."}
                    asyncapi | /channels/breakouts/bindings/kafka/topicConfiguration | {"retention.ms": 7776000000}
                    asyncapi | /channels/breakouts/bindings/kafka/topicConfiguration | {"max.message.bytes": 1000000}
                    asyncapi | /channels/deadLetters/parameters/stream | {"enum": ["papers", "signals", "scores", "rankings", "past-rankings", "embeddings", "breakouts", "ticks", "priors", "deliveries", "elsewhere"]}
                    asyncapi | /operations              | {"receiveMore": {"action": "receive"}}
                    asyncapi | /servers                 | {"local": null}
                    asyncapi | /components/messages/score | {"title": "How it trends"}
                    asyncapi | /components/messageTraits/cloudEvent/headers/properties | {"ce_subject": {"type": "string"}}
                    asyncapi | /components/schemas/paperKey | {"examples": ["doi:10.1000/1"]}
                    """)
    void letsHarmlessChangesPass(String document, String pointer, String patch) throws IOException {
        assertThat(ContractComparison.compare(contract, changed(document, pointer, patch)))
                .isEmpty();
    }

    private static Contract changed(String document, String pointer, String patch)
            throws IOException {
        Contract changed = contract.copy();
        ObjectNode root =
                document.equals("asyncapi")
                        ? changed.asyncApi()
                        : Objects.requireNonNull(changed.schemas().get(document + ".v1.json"));
        ObjectNode target = (ObjectNode) root.at(pointer);
        String before = target.toString();
        merge(target, JSON.readTree(patch));
        assertThat(target.toString()).as("changes nothing").isNotEqualTo(before);
        return changed;
    }

    private static void merge(ObjectNode target, JsonNode patch) {
        patch.properties()
                .forEach(member -> {
                    JsonNode own = target.get(member.getKey());
                    if (member.getValue().isNull()) {
                        target.remove(member.getKey());
                    } else if (member.getValue().isObject() && own instanceof ObjectNode object) {
                        merge(object, member.getValue());
                    } else {
                        target.set(member.getKey(), member.getValue());
                    }
                });
    }
}
