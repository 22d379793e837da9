package org.papertide.ranking.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrendModelTest {

    private final String json = TrendModel.shipped().toJson();

    @Test
    void comeBackFromTheirJson() {
        assertThat(TrendModel.parse(json)).isEqualTo(TrendModel.shipped());
    }

    @Test
    void refusesAnotherFormatByName() {
        assertRefused(json.replace("\"format\" : 2", "\"format\" : 1"), "format: 1, but");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.5", "2.0", "\"2\"", "true", "null", "[2]"})
    void refusesAFormatThatIsNoWholeNumber(String format) {
        assertRefused(json.replace("\"format\" : 2", "\"format\" : " + format), "priors");
    }

    @Test
    void refusesAVersionThatIsNoWholeNumber() {
        assertRefused(json.replaceFirst("\"version\" : \\d+", "\"version\" : 7.9"), "priors");
    }

    @Test
    void refusesTruncatedPriors() {
        assertRefused(json.substring(0, json.length() / 2), "priors");
        assertRefused("", "priors");
    }

    @Test
    void refusesAMissingFieldByName() {
        assertRefused(json.replaceFirst("\"fadeHours\"", "\"fade\""), "fade");
    }

    @Test
    void refusesANumberOutOfRange() {
        assertRefused(
                json.replaceFirst("\"fadeHours\" : [0-9.]+", "\"fadeHours\" : 0"), "fadeHours");
    }

    @Test
    void refusesARhythmThatIsNoWeek() {
        assertRefused(
                json.replaceFirst("\"weekdays\" : \\[ ", "\"weekdays\" : [ 1.0, "),
                "rhythm.weekdays: not 7 numbers");
    }

    @Test
    void areReadFromAFileThatAnOperatorNames(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("priors.json");
        assertThatThrownBy(() -> TrendModel.read(file))
                .isInstanceOf(UnreadableModelException.class)
                .hasMessageContaining("there is no file")
                .hasMessageContaining("priors.json");
        Files.writeString(file, json);
        assertThat(TrendModel.read(file)).isEqualTo(TrendModel.shipped());
        for (String bad :
                new String[] {
                    "",
                    "null",
                    "[]",
                    json.substring(0, 500),
                    json + json,
                    json.replace("\"format\" : 2", "\"format\" : 3")
                }) {
            Files.writeString(file, bad);
            assertThatThrownBy(() -> TrendModel.read(file))
                    .isInstanceOf(UnreadableModelException.class)
                    .hasMessageContaining("priors.json");
        }
    }

    @Test
    void aFieldIsItsOwnThenItsArchivesThenNone() {
        TrendModel model =
                TrendModel.parse(
                        json.replace(
                                "\"fields\" : {",
                                "\"fields\" : { \"q-bio\" : { \"size\" : 0.5, \"papers\" : 9 },"));
        assertThat(model.fieldSize("q-bio.NC")).isEqualTo(0.5);
        assertThat(model.fieldSize("cs.CV")).isNotEqualTo(model.fieldSize("cs.LG"));
        assertThat(model.fieldSize("hep-ex")).isEqualTo(1);
        assertThat(model.fieldSize(null)).isEqualTo(1);
    }

    private static void assertRefused(String json, String message) {
        assertThatThrownBy(() -> TrendModel.parse(json))
                .isInstanceOf(UnreadableModelException.class)
                .hasMessageContaining(message);
    }

    /** The record that announces it could not have it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2_001})
    void saysInWordsWhatItWasLearntFrom(int length) {
        String other =
                TrendModel.shipped()
                        .toJson()
                        .replaceFirst(
                                "\"learntFrom\" : \"[^\"]*\"",
                                "\"learntFrom\" : \"" + "x".repeat(length) + "\"");
        assertThatThrownBy(() -> TrendModel.parse(other))
                .hasMessageContaining("learntFrom: not 1 to 2000 characters");
    }
}
