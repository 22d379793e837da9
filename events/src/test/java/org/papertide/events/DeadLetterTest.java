package org.papertide.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DeadLetterTest {

    private static final DeadLetter.Origin ORIGIN = new DeadLetter.Origin("t.scores.v1", 3, 17);
    private static final byte[] KEY = bytes("arxiv:2605.00001");

    @Test
    void isTheRecordAsItCameAndWhereItStood() {
        RecordHeaders own = new RecordHeaders();
        own.add("ce_id", bytes("7"));
        DeadLetter letter = DeadLetter.of(ORIGIN, KEY, bytes("{"), own, "score: not JSON");
        assertThat(letter.key()).isEqualTo(KEY);
        assertThat(letter.value()).isEqualTo(bytes("{"));
        assertThat(letter.reason()).isEqualTo("score: not JSON");
        assertThat(header(letter, "ce_id")).isEqualTo("7");
        assertThat(header(letter, DeadLetter.ORIGIN)).isEqualTo("t.scores.v1-3@17");
        assertThat(header(letter, DeadLetter.SIZE)).isEqualTo("1");
        assertThat(letter.headers().lastHeader(DeadLetter.EXCEPTION)).isNull();
    }

    @Test
    void namesTheExceptionWithItsInnermostMessage() {
        DeadLetter letter =
                DeadLetter.of(
                        ORIGIN,
                        KEY,
                        null,
                        new RecordHeaders(),
                        new IllegalStateException("outer", new DateTimeException("no such day")));
        assertThat(letter.value()).isNull();
        assertThat(letter.reason()).isEqualTo("not applied: no such day");
        assertThat(header(letter, DeadLetter.EXCEPTION))
                .isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void isNoMarkWhateverTheRecordsOwnHeadersSay() {
        RecordHeaders own = new RecordHeaders();
        own.add(DeadLetter.SETTLED, bytes("scores-3@12"));
        own.add(DeadLetter.OUTCOME, bytes("DROPPED"));
        own.add(DeadLetter.EXCEPTION, bytes("none"));
        own.add("ce_id", bytes("7"));
        DeadLetter letter = DeadLetter.of(ORIGIN, KEY, null, own, "score: no value");
        assertThat(letter.headers())
                .extracting(Header::key)
                .containsExactly("ce_id", DeadLetter.REASON, DeadLetter.ORIGIN, DeadLetter.SIZE);
        assertThat(DeadLetter.findSettled(letter.value(), letter.headers())).isEmpty();
    }

    @Test
    void takesOnlyWhatHasNeitherValueNorOriginForAMark() {
        RecordHeaders mark = new RecordHeaders();
        mark.add(DeadLetter.SETTLED, bytes("scores-3@12"));
        assertThat(DeadLetter.findSettled(null, mark)).contains("scores-3@12");
        assertThat(DeadLetter.findSettled(bytes("{"), mark)).isEmpty();
        mark.add(DeadLetter.ORIGIN, bytes("t.scores.v1-3@17"));
        assertThat(DeadLetter.findSettled(null, mark)).isEmpty();
    }

    @Test
    void fitsItsTopicWhateverTheRecord() {
        RecordHeaders own = new RecordHeaders();
        own.add("huge", new byte[5_000_000]);
        byte[] value = new byte[6_000_000];
        DeadLetter letter =
                DeadLetter.of(ORIGIN, new byte[3_000_000], value, own, "x".repeat(1_000_000));
        assertThat(header(letter, DeadLetter.SIZE)).isEqualTo("6000000");
        assertThat(letter.value()).hasSize(DeadLetter.MAX_VALUE);
        assertThat(letter.key()).hasSize(DeadLetter.MAX_KEY);
        int bytes = DeadLetter.MAX_VALUE + DeadLetter.MAX_KEY;
        for (var header : letter.headers()) {
            bytes += header.key().length() + header.value().length;
        }
        for (Topic topic : Topic.values()) {
            assertThat(bytes).isLessThan(topic.deadLetters().maxRecordBytes() - 1_000);
        }
    }

    private static String header(DeadLetter letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
