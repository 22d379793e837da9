package org.papertide.platform.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.logging.Level;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class KeysAsFieldsTest {

    private static final PatternFormatter TEXT = new PatternFormatter("%s");

    private static ExtLogRecord line(String format, Object... parameters) {
        ExtLogRecord line =
                new ExtLogRecord(
                        Level.INFO, format, ExtLogRecord.FormatStyle.PRINTF, "test.Category");
        line.setParameters(parameters);
        return line;
    }

    @Test
    void takesTheKeysOutOfTheSentence() {
        ExtLogRecord line =
                line("Planned a digest. edition=%d frequency=%s count=%d", 17, "DAILY", 40_000);
        assertThat(new KeysAsFields(true).isLoggable(line)).isTrue();
        assertThat(TEXT.format(line)).isEqualTo("Planned a digest.");
        assertThat(line.getMdcCopy())
                .containsEntry("edition", "17")
                .containsEntry("frequency", "DAILY")
                .containsEntry("count", "40000");
    }

    @Test
    void leavesALineAloneWhereTheLogIsText() {
        ExtLogRecord line = line("Planned a digest. edition=%d", 17);
        assertThat(new KeysAsFields(false).isLoggable(line)).isTrue();
        assertThat(TEXT.format(line)).isEqualTo("Planned a digest. edition=17");
        assertThat(line.getMdcCopy()).doesNotContainKey("edition");
    }

    @Test
    void readsTextsInQuotesWhateverIsInThem() {
        assertThat(
                        KeysAsFields.keys(
                                "A receiver refuses. group=google error=\"550 \"a=b\" 5.7.1 said\nno\" at=now"))
                .isEqualTo(
                        Map.of(
                                "group",
                                "google",
                                "error",
                                "550 \"a=b\" 5.7.1 said\nno",
                                "at",
                                "now"));
        assertThat(KeysAsFields.keys("It failed. error=\"\"")).isEqualTo(Map.of("error", ""));
    }

    @Test
    void leavesLinesOfLibrariesAlone() {
        for (String line :
                new String[] {
                    "Installed features: [agroal, cdi]",
                    "ingest-service 0.1 started in 1.2s. Listening on: http://x?a=b",
                    "a=b",
                    "[Consumer clientId=x, groupId=y] Resetting offset",
                    ""
                }) {
            assertThat(KeysAsFields.keys(line)).as(line).isEmpty();
            ExtLogRecord same = line(line.replace("%", "%%"));
            assertThat(new KeysAsFields(true).isLoggable(same)).isTrue();
            assertThat(TEXT.format(same)).isEqualTo(line);
        }
    }

    /** What a mail server says is written by strangers. */
    @Test
    @Timeout(5)
    void readsALineOnceWhateverIsInIt() {
        String nasty = "A line. error=\"" + "\" a=\"".repeat(200_000) + "x".repeat(50_000);
        assertThat(KeysAsFields.keys(nasty)).isEmpty();
    }
}
