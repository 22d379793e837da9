package org.papertide.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mails that are made to cost time. */
class HostileMailTest {

    private static final int LENGTH = 200_000;

    private static final String NOTICE =
            """
            Return-Path: <>
            From: MAILER-DAEMON@mx.example.net
            To: b+token@bounces.example.org
            Subject: Undelivered Mail Returned to Sender
            """;

    /** Slow machines pause: below this, times are not compared. */
    private static final Duration NOISE = Duration.ofMillis(100);

    private static final List<Form> FORMS = Form.all().toList();

    private final BounceReader reader = new BounceReader();

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void twiceTheMailTakesAtMostThriceTheTime(String name, String start, String piece)
            throws IOException {
        byte[] once = mail(start, piece, LENGTH);
        byte[] twice = mail(start, piece, 2 * LENGTH);
        read(twice);

        Duration whole = read(twice);
        assertThat(whole).isLessThan(Duration.ofSeconds(5));
        assertThat(whole).isLessThan(read(once).multipliedBy(3).plus(NOISE));
    }

    static Stream<Arguments> twiceTheMailTakesAtMostThriceTheTime() {
        String report =
                NOTICE
                        + "Content-Type: multipart/report; boundary=b\n\n--b\n"
                        + "Content-Type: message/delivery-status\n\n";
        String html = NOTICE + "Content-Type: text/html\n\n";
        return Stream.of(
                Arguments.of("words", NOTICE + "\n", "user "),
                Arguments.of("nearly phrases", NOTICE + "\n", "mailbox @ account x@y.z recipient "),
                Arguments.of("Japanese", NOTICE + "\n", "ユーザーアドレス宛先"),
                Arguments.of("header fields", NOTICE, "X-A: b\n"),
                Arguments.of("a folded field", NOTICE + "X-A: b\n", " c\n"),
                Arguments.of("encoded words", NOTICE + "X-A:", " =?utf-8?Q?a?="),
                Arguments.of("open encoded words", NOTICE, "X-A: " + "=?x?Q?".repeat(600) + "\n"),
                Arguments.of(
                        "encoded words without an end in one field", NOTICE + "X-A: ", "=?x?Q?"),
                Arguments.of(
                        "encoded words in a report",
                        report + "Diagnostic-Code: smtp; ",
                        "=?utf-8?Q?"),
                Arguments.of("unknown character sets", NOTICE, "X-A: =?no-such-set?Q?a?=\n"),
                Arguments.of("at signs", NOTICE + "\n", "@"),
                Arguments.of("addresses", NOTICE + "\n", "<a@b.example>: "),
                Arguments.of("recipients", NOTICE + "\n", "<a@b.example>: 550 no\n"),
                Arguments.of(
                        "recipients of a report", report, "Final-Recipient: rfc822; a@b.c\n\n"),
                Arguments.of(
                        "parts",
                        NOTICE + "Content-Type: multipart/mixed; boundary=b\n\n",
                        "--b\n\na\n"),
                Arguments.of(
                        "nested parts",
                        NOTICE,
                        "Content-Type: multipart/mixed; boundary=b\n\n--b\n"),
                Arguments.of("nested mails", NOTICE, "Content-Type: message/rfc822\n\n"),
                Arguments.of("tags", html, "<"),
                Arguments.of("open tags", html, "<a &amp <b"),
                Arguments.of("arrows", NOTICE + "\n", ">>> --> <<< <-- "),
                Arguments.of("codes", NOTICE + "\n", "550 5.1.1 <x@y.z "),
                Arguments.of("NULs", NOTICE + "\n", "\0"),
                Arguments.of("old line ends", NOTICE + "\n", "a\r"),
                Arguments.of("one line without a header", "", "a"));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void readsAnyBytes(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] noise = new byte[2_000];
        random.nextBytes(noise);
        byte[] form = FORMS.get(random.nextInt(FORMS.size())).mail();
        byte[] broken = form.clone();
        for (int i = 0; i < 40; i++) {
            broken[random.nextInt(broken.length)] = (byte) random.nextInt();
        }

        assertThat(reader.read(new ByteArrayInputStream(noise)).reason()).isNotBlank();
        assertThat(reader.read(new ByteArrayInputStream(broken)).reason()).isNotBlank();
    }

    static Stream<Long> seeds() {
        return new Random(42).longs(200).boxed();
    }

    private static byte[] mail(String start, String piece, int length) {
        return (start + piece.repeat(length / piece.length())).getBytes(StandardCharsets.UTF_8);
    }

    /** The shortest of three times. */
    private Duration read(byte[] mail) throws IOException {
        long[] times = new long[3];
        for (int i = 0; i < times.length; i++) {
            long start = System.nanoTime();
            reader.read(new ByteArrayInputStream(mail));
            times[i] = System.nanoTime() - start;
        }
        return Duration.ofNanos(Arrays.stream(times).min().orElseThrow());
    }
}
