package org.papertide.ingest.source.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.papertide.testing.Growth;

class ReferenceFilterTest {

    @Test
    void leavesOutTheRestOfANameThatIsTooLong() {
        String name = "x".repeat(2_000);
        assertThat(filtered("<a><" + name + " b='" + name + "'/></a>"))
                .matches(
                        "<a><x{1000,1100} b='x{2000}'/><\\?%s a name of more than 1,000 bytes\\?></a>"
                                .formatted(TARGET));
        assertThat(filtered("<?" + name + " ?><a/>")).matches("<\\?x{1000} \\?><a/>");
    }

    private static final String TARGET = ReferenceFilter.TARGET;
    private static final String BARE = "an ampersand that begins no reference";

    @Test
    void leavesSoundXmlAsItIs() {
        for (String sound :
                List.of(
                        "<?xml version='1.0'?><a b='&lt;&#65;' c=\"x'&amp;\">&#x1F600;é&gt;</a>",
                        "<a><!-- R&D & co --><![CDATA[ R&D ]] > ]]>&quot;<?pi R&D ?></a>",
                        "<a b='>'>&apos;</a>",
                        "<a/>")) {
            assertThat(filtered(sound)).isEqualTo(sound);
        }
    }

    @Test
    void replacesWhatXmlDoesNotHave() {
        assertThat(filtered("<a>Q & A</a>")).isEqualTo("<a>Q <?%s %s?> A</a>", TARGET, BARE);
        assertThat(filtered("<a>R&D<b/></a>")).isEqualTo("<a>R<?%s %s?>D<b/></a>", TARGET, BARE);
        assertThat(filtered("<a>&&amp;</a>")).isEqualTo("<a><?%s %s?>&amp;</a>", TARGET, BARE);
        assertThat(filtered("<a>&eacute;</a>"))
                .isEqualTo("<a><?%s &eacute; stands for no character of XML?></a>", TARGET);
        assertThat(filtered("<a>&#x3;</a>"))
                .isEqualTo("<a><?%s &#x3; stands for no character of XML?></a>", TARGET);
        assertThat(filtered("<a>\u0003</a>"))
                .isEqualTo("<a><?%s the control character U+0003?></a>", TARGET);
        assertThat(filtered("<a><![CDATA[x\u0003y]]></a>"))
                .isEqualTo(
                        "<a><![CDATA[x]]><?%s the control character U+0003?><![CDATA[y]]></a>",
                        TARGET);
    }

    @Test
    void escapesAmpersandsInAttributes() {
        assertThat(filtered("<a b='x?y&z=1&eacute;\u0003'/>"))
                .isEqualTo("<a b='x?y&amp;z=1&amp;eacute; '/>");
    }

    @Test
    void dropsSpaceBeforeTheDocument() {
        assertThat(filtered("\n \r\n<?xml version='1.0'?><a/>"))
                .isEqualTo("<?xml version='1.0'?><a/>");
        assertThat(filtered("  ")).isEmpty();
    }

    @Test
    void isTheSameHoweverTheInputIsCut() {
        String text = "<a b='&x'>R&D &eacute; &#x3;<!-- & --><![CDATA[&]]>& &amp;</a>&";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        InputStream byteByByte =
                new ByteArrayInputStream(bytes) {
                    @Override
                    public synchronized int read(byte[] into, int offset, int length) {
                        return super.read(into, offset, Math.min(length, 1));
                    }
                };
        assertThat(new String(filtered(byteByByte), StandardCharsets.UTF_8))
                .isEqualTo(filtered(text));
    }

    @Test
    void takesTimeInProportionToItsInput() {
        for (String unit :
                List.of("&", "&a", "<", "<!-", "<![CDATA[", "]]>", "-->", "?>", "\u0003")) {
            Growth.assertLinear(
                    100_000, count -> "<a>" + unit.repeat(count), ReferenceFilterTest::filtered);
        }
    }

    @Test
    void readsLittleOfItsInputAgain() throws IOException {
        String input = "<record>" + "<!--<record>-->".repeat(50_000) + "<";
        ReferenceFilter filter =
                new ReferenceFilter(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), "record");

        // A parser that fails at the end each time.
        long given = 0;
        do {
            given += filter.readAllBytes().length;
            filter.beginRecord();
        } while (filter.skipToNextRecord());

        assertThat(given).isLessThan(12L * input.length() + (8 << 20));
    }

    @Test
    void losesNothingWhenItReadsAgain() throws IOException {
        // The end of a block cuts a tag, a reference or a character.
        for (String cut : List.of("<entry a='b'>", "&amp;", "é")) {
            for (int in = 0; in < cut.getBytes(StandardCharsets.UTF_8).length; in++) {
                String comment = "<record><!--<record>";
                String before = comment + "x".repeat(256 - comment.length() - in - 3) + "-->";
                byte[] bytes = (before + cut + "</record>").getBytes(StandardCharsets.UTF_8);
                InputStream twoBlocks =
                        new SequenceInputStream(
                                new ByteArrayInputStream(bytes, 0, 256),
                                new ByteArrayInputStream(bytes, 256, bytes.length));
                ReferenceFilter filter = new ReferenceFilter(twoBlocks, "record");
                byte[] block = new byte[100];
                assertThat(filter.read(block)).isEqualTo(100);
                filter.beginRecord();

                assertThat(filter.skipToNextRecord()).isTrue();
                assertThat(new String(filter.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(before.substring("<record><!--".length()) + cut + "</record>");
            }
        }
    }

    private static String filtered(String text) {
        return new String(
                filtered(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))),
                StandardCharsets.UTF_8);
    }

    private static byte[] filtered(InputStream in) {
        try (InputStream filter = new ReferenceFilter(in, "record")) {
            return filter.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
