package org.papertide.bounce.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MboxReaderTest {

    private static final String SEPARATOR = "From MAILER-DAEMON Thu Apr 29 23:34:45 2010\n";
    private static final int MOST = 1_000;

    @Test
    void aFileWithoutSeparatorIsOneMail() throws IOException {
        assertThat(read("Subject: a\n\nFrom here on 10:30 is free\n"))
                .containsExactly("Subject: a\n\nFrom here on 10:30 is free\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r", "\r\r\n", "\r\r\r\n"})
    void separatorsBehindEmptyLinesBeginMails(String end) throws IOException {
        String mbox =
                (SEPARATOR + "Subject: a\n\none\n\n" + SEPARATOR + "Subject: b\n\ntwo\n")
                        .replace("\n", end);

        assertThat(read(mbox))
                .containsExactly(
                        "Subject: a\n\none\n\n".replace("\n", end),
                        "Subject: b\n\ntwo\n".replace("\n", end));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n\r\n", "\ufeff", "\ufeff\n"})
    void whatEditorsLeaveBeforeTheFirstLineIsNoneOfIt(String before) throws IOException {
        String mbox = SEPARATOR + "A: a\n\n" + SEPARATOR + "B: b\n";
        assertThat(read(before + mbox)).containsExactly("A: a\n\n", "B: b\n");
        assertThat(read(before + "A: a\n\nb\n")).containsExactly("A: a\n\nb\n");
        assertThat(read(before)).isEmpty();
    }

    @Test
    void aSentenceThatBeginsWithFromIsNone() throws IOException {
        assertThat(read(SEPARATOR + "Subject: a\n\nFrom now on: all is well\n")).hasSize(1);
    }

    /** The end of a line that begins in one part that is read, and ends in the next. */
    @Test
    void lineEndsAreWholeWhereverTheStreamIsCut() throws IOException {
        String mbox = SEPARATOR + "A: a\r\r\n\r\r\nx\r\r\n\r\r\n" + SEPARATOR + "B: b\r\r\n";
        MboxReader mailbox =
                new MboxReader(
                        new ByteArrayInputStream(mbox.getBytes(StandardCharsets.UTF_8)) {
                            @Override
                            public int read(byte[] into, int at, int length) {
                                return super.read(into, at, Math.min(length, 1));
                            }
                        },
                        MOST);

        assertThat(mailbox.read()).hasValueSatisfying(mail -> assertThat(mail).hasSize(17));
        assertThat(mailbox.read()).hasValueSatisfying(mail -> assertThat(mail).hasSize(7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From MAILER-DAEMON Thu Apr 29 23:34:45 2010",
                "From reader@example.net  Thu Apr  9 23:34 2010",
                "From <> Thu Apr 29 23:34:45 CEST 2010",
                "From reader@example.net Thu Apr 29 23:34:45 2010 +0200"
            })
    void aWholeSeparatorBeforeAHeaderNeedsNoEmptyLine(String separator) throws IOException {
        assertThat(
                        read(
                                SEPARATOR
                                        + "A: a\n\none\n"
                                        + separator
                                        + "\nB: b\n\ntwo\n"
                                        + separator
                                        + "\n>From x\nC: c\n"))
                .containsExactly("A: a\n\none\n", "B: b\n\ntwo\n", ">From x\nC: c\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From now on: all is well\nB: b\n",
                "From reader@example.net Thu Apr 29 23:34:45 2010\nis what it said\n",
                "From reader@example.net on Thu Apr 29 at 23:34:45\nB: b\n",
                "From what I see Thu Apr 29 23:34:45 2010\nB: b\n"
            })
    void anyOtherLineBehindTextIsNone(String lines) throws IOException {
        assertThat(read(SEPARATOR + "A: a\n\none\n" + lines)).hasSize(1);
    }

    @Test
    void saysWhetherThereAreMore() throws IOException {
        MboxReader two = reader(SEPARATOR + "A: a\n\n" + SEPARATOR + "B: b\n");
        two.read();
        assertThat(two.isOneOfMany()).isTrue();

        MboxReader one = reader(SEPARATOR + "A: a\n\n");
        one.read();
        assertThat(one.isOneOfMany()).isFalse();
    }

    @Test
    void anEmptyFileHasNoMail() throws IOException {
        assertThat(read("")).isEmpty();
    }

    /** A file of any size needs the memory of one mail: this one has no end of a line in 50 MB. */
    @Test
    void ofALongMailTheFirstBytesAreGiven() throws IOException {
        MboxReader mailbox = new MboxReader(new Zeros(50_000_000), MOST);

        assertThat(mailbox.read()).hasValueSatisfying(mail -> assertThat(mail).hasSize(MOST));
        assertThat(mailbox.read()).isEmpty();
    }

    /** What comes from a pipe or a device may never end. */
    @Test
    void ofAMailWithoutEndNoMoreIsReadThanIsGiven() throws IOException {
        Zeros zeros = new Zeros(Integer.MAX_VALUE);
        MboxReader mailbox = new MboxReader(zeros, MOST);

        assertThat(mailbox.read()).hasValueSatisfying(mail -> assertThat(mail).hasSize(MOST));
        assertThat(mailbox.isOneOfMany()).isFalse();
        assertThat(mailbox.read()).isEmpty();
        assertThat(Integer.MAX_VALUE - zeros.left).isLessThan(1_000_000);
    }

    private static List<String> read(String file) throws IOException {
        MboxReader mailbox = reader(file);
        List<String> mails = new ArrayList<>();
        Optional<byte[]> mail = mailbox.read();
        for (; mail.isPresent(); mail = mailbox.read()) {
            mails.add(new String(mail.get(), StandardCharsets.UTF_8));
        }
        return mails;
    }

    private static MboxReader reader(String file) {
        return new MboxReader(
                new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), MOST);
    }

    private static final class Zeros extends InputStream {

        private int left;

        Zeros(int length) {
            left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] into, int at, int length) {
            int read = Math.min(left, length);
            left -= read;
            return read == 0 ? -1 : read;
        }
    }
}
