package org.papertide.local.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.papertide.events.EventJson;

class StartupNoticeTest {

    private static final String FAILED =
            """
            {"name":"arxiv","state":"FAILED","lastRun":"2026-11-23T12:00:00Z","message":"no route"}\
            """;

    @Test
    void namesTheWaysOutWhenNoSourceCanBeReached() throws JsonProcessingException {
        assertThat(notice("[%s]".formatted(FAILED)))
                .get()
                .asString()
                .contains("arxiv: no route", "--demo", "./papertide import");
    }

    @Test
    void waitsForSourcesThatHaveNotRun() throws JsonProcessingException {
        assertThat(notice("[%s,{\"name\":\"hf\",\"state\":\"QUIET\"}]".formatted(FAILED)))
                .isEmpty();
    }

    @Test
    void saysNothingOnceOneWasReached() throws JsonProcessingException {
        assertThat(
                        notice(
                                """
                                [%s,{"name":"hf","state":"FRESH","lastRun":"2026-11-23T12:00:00Z"}]\
                                """
                                        .formatted(FAILED)))
                .contains("");
    }

    @Test
    void switchedOffSourcesDoNotCount() throws JsonProcessingException {
        assertThat(notice("[%s,{\"name\":\"hf\",\"state\":\"DISABLED\"}]".formatted(FAILED)))
                .isPresent();
    }

    @Test
    void doesNotTakeALookUpOfNothingForASourceThatWasReached() throws JsonProcessingException {
        String lookUp =
                "{\"name\":\"arxiv-lookup\",\"state\":\"QUIET\",\"lastRun\":\"2026-11-23T12:00:00Z\"}";

        assertThat(notice("[%s,%s]".formatted(FAILED, lookUp)))
                .get()
                .asString()
                .contains("arxiv: no route")
                .doesNotContain("arxiv-lookup");
    }

    private static Optional<String> notice(String json) throws JsonProcessingException {
        return StartupNotice.notice(EventJson.mapper().readTree(json));
    }
}
