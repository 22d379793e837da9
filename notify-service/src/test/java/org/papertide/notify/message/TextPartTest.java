package org.papertide.notify.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextPartTest {

    @Test
    void wrapsAtSpacesAndKeepsTheIndent() {
        String wrapped = TextPart.wrap("   " + "word ".repeat(40));

        assertThat(wrapped.lines()).allMatch(line -> line.length() <= TextPart.WIDTH);
        assertThat(wrapped.lines().skip(1)).allMatch(line -> line.startsWith("   word"));
    }

    @Test
    void keepsAddressesWhole() {
        String address = "https://example.org/" + "a".repeat(120);

        assertThat(TextPart.wrap("   PDF: " + address)).contains(address);
    }

    @Test
    void alignsNumberedItems() {
        assertThat(TextPart.wrap("10. " + "title ".repeat(20)).lines().skip(1))
                .allMatch(line -> line.startsWith("    title"));
    }

    @Test
    void joinsManyEmptyLines() {
        assertThat(TextPart.wrap("a\n\n\n\n\nb")).isEqualTo("a\n\nb\n");
    }
}
