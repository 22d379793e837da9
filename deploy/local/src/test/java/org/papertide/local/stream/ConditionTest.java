package org.papertide.local.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.EventJson;
import org.papertide.events.Topic;

class ConditionTest {

    private static final String SCORE =
            """
            {"paper": {"id": "arxiv:2605.01234", "title": "Graphs, again", "categories": ["cs.LG", "math.CO"]},
             "score": 21.5, "observedAt": "2026-05-04T08:00:00Z",
             "windows": {"day": {"rising": 21.5, "top": 40, "inTop": true}},
             "reasons": [{"metric": "UPVOTES", "gain": 42}, {"metric": "COMMENTS", "gain": 3}]}
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "score = 21.50",
                "score>20",
                "score <= 21.5",
                "score != 3",
                "paper.id=arxiv:2605.01234",
                "paper.title contains GRAPHS, a",
                "paper.title = \"Graphs, again\"",
                "paper.categories = math.CO",
                "paper.categories != cs.CV",
                "paper.abstract != anything",
                "reasons.metric = COMMENTS",
                "reasons.gain > 41",
                "windows.day.inTop = true",
                "observedAt >= 2026-05-04T08:00:00Z",
                "observedAt = 2026-05-04T10:00:00+02:00",
                "observedAt < 2026-05-04T08:00:00.001Z"
            })
    void isMet(String condition) throws IOException {
        assertThat(Condition.parse(condition).isMet(score())).isTrue();
        assertThat(Condition.parse(condition).wrongFor(Topic.SCORES)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400"})
    void isNotMetByWhatIsNoNumber(String score) throws IOException {
        JsonNode event = EventJson.mapper().readTree("{\"score\": %s}".formatted(score));

        assertThat(Condition.parse("score > 20").isMet(event)).isFalse();
        assertThat(Condition.parse("score < 20").isMet(event)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "score > 21.5",
                "score != 21.5",
                "paper.categories != cs.LG",
                "paper.categories = cs",
                "paper.abstract = anything",
                "paper.abstract contains a",
                "reasons.metric = upvotes",
                "windows.week.rising > 0",
                "paper.title = Graphs",
                "observedAt > 2026-05-04T08:00:00Z"
            })
    void isNotMet(String condition) throws IOException {
        assertThat(Condition.parse(condition).isMet(score())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "score", "> 3", "score ~ 3", "a..b=1", "x(1)=2", "title contains "})
    void saysWhatIsNone(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Condition.parse(text))
                .withMessageContaining("not " + text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PAPERS | titel = x | papers.v1: there is no field titel, but id, revision,",
                "SCORES | paper.titel = x | scores.v1: there is no field titel in paper, but id, title,",
                "SIGNALS | value > many | signals.v1: value is a number",
                "SCORES | score > | scores.v1: score is a number",
                "SIGNALS | metric.name = x | signals.v1: metric has no fields, so not name",
                "PAPERS_DLQ | titel = x | papers.dlq.v1: there is no field titel"
            })
    void namesTheFieldsThereAre(Topic topic, String condition, String problem) {
        assertThat(Condition.parse(condition).wrongFor(topic))
                .hasValueSatisfying(said -> assertThat(said).startsWith(problem));
    }

    @Test
    void everyTopicHasFields() {
        for (Topic topic : Topic.values()) {
            assertThat(EventFields.of(topic).wrong(List.of("nonsense"), true))
                    .hasValueSatisfying(said -> assertThat(said).contains("but "));
        }
    }

    private static JsonNode score() throws IOException {
        return EventJson.mapper().readTree(SCORE);
    }
}
