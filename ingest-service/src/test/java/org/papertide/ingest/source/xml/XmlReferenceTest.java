package org.papertide.ingest.source.xml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlReferenceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amp",
                "lt",
                "gt",
                "quot",
                "apos",
                "#9",
                "#10",
                "#13",
                "#32",
                "#xD7FF",
                "#xE000",
                "#xfffd",
                "#x10000",
                "#x10FFFF",
                "#1114111"
            })
    void knowsTheFiveEntitiesAndEveryCharacterOfXml(String reference) {
        assertThat(XmlReference.exists(reference)).isTrue();
        assertThat(reference.chars()).allMatch(XmlReference::isPart);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "AMP",
                "nbsp",
                "#",
                "#x",
                "#0",
                "#8",
                "#11",
                "#12",
                "#14",
                "#31",
                "#xD800",
                "#xDFFF",
                "#xFFFE",
                "#xFFFF",
                "#x110000",
                "#1114112",
                "#X41",
                "#99999999999",
                "#a"
            })
    void knowsNoOther(String reference) {
        assertThat(XmlReference.exists(reference)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(chars = {' ', ';', '&', '<', '-', '_', '.', '"', '\u00e9'})
    void isEndedByWhatIsNoPartOfIt(char character) {
        assertThat(XmlReference.isPart(character)).isFalse();
    }
}
