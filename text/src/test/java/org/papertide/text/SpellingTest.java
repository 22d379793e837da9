package org.papertide.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpellingTest {

    @ParameterizedTest
    @CsvSource({
        "optimise, optimize",
        "optimisation, optimization",
        "regularised, regularized",
        "tokeniser, tokenizer",
        "generalisable, generalizable",
        "summarising, summarizing",
        "maximises, maximizes",
        "criticise, criticize",
        "collectivised, collectivized",
        "analyse, analyze",
        "analysed, analyzed",
        "analysing, analyzing",
        "catalyser, catalyzer",
        "behaviour, behavior",
        "behavioural, behavioral",
        "misbehaviours, misbehaviors",
        "colours, colors",
        "colourisation, colorization",
        "neighbourhood, neighborhood",
        "labour, labor",
        "centre, center",
        "centred, centered",
        "epicentres, epicenters",
        "fibre, fiber",
        "kilometres, kilometers",
        "catalogue, catalog",
        "catalogued, cataloged",
        "analogues, analogs",
        "dialogue, dialog",
        "defence, defense",
        "licences, licenses",
        "grey, gray",
        "greyscale, grayscale",
        "artefacts, artifacts",
        "programme, program",
        "programmes, programs",
        "modelling, modeling",
        "labelled, labeled",
        "signalling, signaling"
    })
    void givesBothSpellingsOneForm(String british, String american) {
        assertThat(Spelling.american(british)).isEqualTo(american);
        assertThat(Spelling.american(american)).isEqualTo(american);
    }

    /** What is spelt with an s everywhere, or only looks like one of these words. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "noise",
                "noises",
                "denoising",
                "supervised",
                "unsupervised",
                "revised",
                "advises",
                "pairwise",
                "otherwise",
                "precise",
                "concise",
                "exercises",
                "promising",
                "premises",
                "surprising",
                "comprises",
                "raised",
                "arising",
                "rises",
                "disable",
                "expertise",
                "analysis",
                "analyses",
                "hour",
                "four",
                "source",
                "contour",
                "course",
                "parameter",
                "science",
                "sequence",
                "inference",
                "epilogue",
                "programmer",
                "programmed",
                "selling",
                "rolled",
                "telling",
                "this",
                "is",
                "greek",
                "tree",
                "retrieval"
            })
    void leavesOtherWords(String word) {
        assertThat(Spelling.american(word)).isEqualTo(word);
    }

    /** Texts are changed once, queries perhaps twice. */
    @Test
    void changesNothingASecondTime() {
        List<String> parts =
                List.of(
                        "is",
                        "ise",
                        "ys",
                        "yse",
                        "ing",
                        "our",
                        "col",
                        "hum",
                        "cent",
                        "re",
                        "met",
                        "ogue",
                        "anal",
                        "ence",
                        "lic",
                        "grey",
                        "programme",
                        "artefact",
                        "model",
                        "l",
                        "led",
                        "s",
                        "d",
                        "er",
                        "a",
                        "x",
                        "ation",
                        "label",
                        "wis",
                        "bre");
        Random random = new Random(11);
        for (int times = 0; times < 50_000; times++) {
            StringBuilder word = new StringBuilder();
            for (int left = random.nextInt(1, 5); left > 0; left--) {
                word.append(parts.get(random.nextInt(parts.size())));
            }
            String once = Spelling.american(word.toString());
            assertThat(Spelling.american(once)).as(word.toString()).isEqualTo(once);
        }
    }
}
