package org.papertide.ranking.api.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkiverse.mcp.server.ToolResponse;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.platform.loop.UnavailableException;

class AssistantToolsTest {

    /** The joiner of Persian words is part of them. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "Poincar\\'e maps of $\\alpha$-tides, Poincaré maps of α-tides",
                "\u0645\u06cc\u200c\u0631\u0648\u062f, \u0645\u06cc\u200c\u0631\u0648\u062f",
                "ti\u200bdes \u202eof\u0007  attention, tides of attention"
            })
    void saysTextOfOthersAsPagesShowIt(String written, String read) {
        assertThat(AssistantTools.plain(written)).isEqualTo(read);
    }

    /** As over HTTP, where they are answered with 503. */
    @Test
    void asksToTryAgainWhileStoresMove() {
        ToolResponse moved =
                AssistantTools.answer(_ -> {
                    throw new InvalidStateStoreException("the store may have migrated");
                });
        assertThat(moved.isError()).isTrue();
        assertThat(moved.firstContent().asText().text())
                .isEqualTo(
                        "Not ready yet: stream: its stores are moving. Try again in a few seconds.");

        ToolResponse away =
                AssistantTools.answer(_ -> {
                    throw new UnavailableException("The service stops.");
                });
        assertThat(away.isError()).isTrue();
    }
}
