package org.papertide.testing.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.bounce.BounceReader;
import org.papertide.bounce.ReturnedMail;
import org.papertide.testing.Checkout;
import org.papertide.testing.Growth;

/** Anybody can send a mail to a return address: each gets an answer, in linear time. */
class ReturnedMailFuzzTest {

    private static final BounceReader READER = new BounceReader();
    private static final int SIZE = 200_000;

    @Test
    void givesAnAnswerToAnything() throws IOException {
        Fuzz.bytes(samples(), ReturnedMailFuzzTest::check);
    }

    @MethodSource("samples")
    @FuzzTest
    void fuzz(byte[] input) {
        Fuzz.check(input, ReturnedMailFuzzTest::check);
    }

    private static void check(byte[] input) {
        ReturnedMail mail = read(input);
        assertThat(mail.reason()).isNotBlank().doesNotContain("\n", "\r");
        assertThat(mail.sentTo()).hasSizeLessThanOrEqualTo(100);
        assertThat(mail.sentFrom()).hasSizeLessThanOrEqualTo(100);
        assertThat(String.valueOf(mail.recipient())).doesNotContain("\n", " ");
    }

    static Stream<Arguments> hostile() {
        String head = "From: MAILER-DAEMON@example.net\nSubject: failure notice\n";
        return Stream.of(
                mail("many fields", head, "A: b\n"),
                mail("one long field", head + "X: ", "a"),
                mail("a field folded often", head + "X: a\n", " b\n"),
                mail("many received fields", head, "Received: from a for <b@example.org>\n"),
                mail("one long line", head + "\n", "a"),
                mail("many lines", head + "\n", "\n"),
                mail("many addresses", head + "\n", "<a@example.net>:\n"),
                mail("at signs", head + "\n", "@"),
                mail("quotes", head + "\n", "\"@"),
                mail("open brackets", head + "\n", "a@["),
                mail("codes", head + "\n", "550 5.1.1\n"),
                mail("nearly codes", head + "\n", "5.1.5.1."),
                mail("beginnings of phrases", head + "\n", "mailbox over user recipient "),
                mail("open tags", head + "Content-Type: text/html\n\n", "<"),
                mail("open comments", head + "Content-Type: text/html\n\n", "<!--"),
                mail("entities", head + "Content-Type: text/html\n\n", "&#x41;&"),
                mail("encoded words", head + "X: ", "=?utf-8?q?a?= =?"),
                mail("parts", head + "Content-Type: multipart/mixed; boundary=b\n\n", "--b\n\na\n"),
                mail(
                        "parts within parts",
                        head + "Content-Type: multipart/mixed; boundary=b\n\n",
                        "--b\nContent-Type: multipart/mixed; boundary=b\n\n"),
                mail("mails within mails", head, "Content-Type: message/rfc822\n\n"),
                mail(
                        "nearly boundaries",
                        head + "Content-Type: multipart/mixed; boundary=bb\n\n",
                        "\n--b"),
                mail("recipients", report(), "Final-Recipient: rfc822; a@example.net\n"),
                mail("groups", report(), "Action: failed\n\n"),
                mail("folded status", report() + "Status: 5.1.1", "\n a"),
                mail("notifications", head + "\n{\"notificationType\":\"", "\"notificationType\":"),
                mail("separators", "", "From a 10:30\n\n"));
    }

    /** What is beyond a mail's bounds is not looked at, so sizes below them count. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void takesTimeInProportionToItsSize(String name, IntFunction<byte[]> input) {
        Growth.assertLinear(SIZE, input, ReturnedMailFuzzTest::read);
    }

    private static String report() {
        return "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type:"
                + " message/delivery-status\n\n";
    }

    private static Arguments mail(String name, String head, String piece) {
        IntFunction<byte[]> input =
                size ->
                        (head + piece.repeat(size / piece.length()))
                                .getBytes(StandardCharsets.UTF_8);
        return Arguments.of(name, input);
    }

    private static ReturnedMail read(byte[] mail) {
        try {
            return READER.read(new ByteArrayInputStream(mail));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<byte[]> samples() throws IOException {
        Path folder =
                Checkout.root().resolve("bounce/src/test/resources/org/papertide/bounce/mails");
        List<byte[]> samples = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                samples.add(Files.readAllBytes(file));
            }
        }
        return samples;
    }
}
