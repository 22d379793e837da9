package org.papertide.bounce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.bounce.ReturnedMail.Kind;

/** What happens to mails on their way does not change what they say, and never makes them worse. */
class MangledMailTest {

    private static final String PERSON =
            """
            Return-Path: <jane@example.com>
            From: Jane <jane@example.com>
            To: b+token@bounces.example.org
            """;

    private static final String ATTACHING =
            """
            Subject: What is this?
            Content-Type: multipart/mixed; boundary="outer"

            --outer
            Content-Type: text/plain

            Please have a look at the mail that I attach.
            --outer
            Content-Type: message/rfc822

            %s
            --outer--
            """;

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\r", "\r\r\n", "\r\r\r\n"})
    void lineEndsDoNotMatter(String lineEnd) {
        assertThat(Form.all())
                .allSatisfy(form ->
                        assertThat(Form.read(latin(form.text().replace("\n", lineEnd))))
                                .isEqualTo(Form.read(form.mail())));
    }

    @Test
    void theOrderOfHeaderFieldsDoesNotMatter() {
        assertThat(Form.all())
                .allSatisfy(form -> {
                    ReturnedMail turned = Form.read(latin(withHeaderTurned(form.text())));
                    ReturnedMail whole = Form.read(form.mail());
                    assertThat(turned.kind()).isEqualTo(whole.kind());
                    assertThat(turned.code()).isEqualTo(whole.code());
                });
    }

    /** A person asks what a bounce means: that condemns no address. */
    @Test
    void aForwardedMailIsNeitherAFailureNorAComplaint() {
        assertThat(Form.all())
                .allSatisfy(form ->
                        assertThat(
                                        List.of(
                                                Form.read(latin(attached(form.text()))).kind(),
                                                Form.read(latin(quoted(form.text()))).kind()))
                                .doesNotContain(Kind.HARD, Kind.COMPLAINT, Kind.SUCCESS));
    }

    /** What a report is about may be a report itself: of another mail, to another reader. */
    @ParameterizedTest
    @MethodSource("reports")
    void whatAReportIsAboutDoesNotChangeWhatItSays(String report, Kind kind) {
        assertThat(Form.all())
                .allSatisfy(form ->
                        assertThat(Form.read(latin(report.formatted(form.text()))).kind())
                                .isEqualTo(kind));
    }

    static Stream<Arguments> reports() {
        return Stream.of(
                Arguments.of(report("delayed", "4.4.1"), Kind.DELAYED),
                Arguments.of(report("relayed", "2.0.0"), Kind.SUCCESS),
                Arguments.of(report("failed", "4.2.2"), Kind.SOFT),
                Arguments.of(report("failed", "5.7.1"), Kind.POLICY),
                Arguments.of(report("failed", "5.1.1"), Kind.HARD));
    }

    private static String report(String action, String status) {
        return """
        Return-Path: <>
        From: MAILER-DAEMON@mx.example.net
        To: b+token@bounces.example.org
        Subject: Report
        Content-Type: multipart/report; boundary="outer"

        --outer
        Content-Type: text/plain

        See the report.
        --outer
        Content-Type: message/delivery-status

        Final-Recipient: rfc822; reader@example.net
        Action: %s
        Status: %s

        --outer
        Content-Type: message/rfc822

        %%s
        --outer--
        """
                .formatted(action, status);
    }

    /** People answer by machines that sign as nobody and attach what they answer. */
    @Test
    void anAutomaticReplyWithAMailAttachedCondemnsNobody() {
        String absence =
                "Return-Path: <>\nAuto-Submitted: auto-replied\n"
                        + PERSON.substring(PERSON.indexOf('\n') + 1)
                        + ATTACHING;
        assertThat(Form.all())
                .allSatisfy(form ->
                        assertThat(Form.read(latin(absence.formatted(form.text()))).kind())
                                .isEqualTo(Kind.AUTO_REPLY));
    }

    @Test
    void anEncodedNoticeSaysTheSame() {
        assertThat(Form.all().filter(form -> isPlain(form.text())))
                .hasSizeGreaterThan(100)
                .allSatisfy(form ->
                        assertThat(Form.read(latin(inBase64(form.text()))).kind())
                                .isEqualTo(Form.read(form.mail()).kind()));
    }

    @Test
    void aMailThatIsCutIsRead() {
        assertThat(Form.all())
                .allSatisfy(form -> {
                    for (int end = 0; end < form.mail().length; end += 97) {
                        byte[] cut = Arrays.copyOf(form.mail(), end);
                        assertThatCode(() -> Form.read(cut)).doesNotThrowAnyException();
                    }
                });
    }

    /**
     * What is lost at the end may have been what cleared the address, but never what a reader is.
     */
    @ParameterizedTest
    @EnumSource(names = {"AUTO_REPLY", "COMPLAINT", "UNSUBSCRIBE", "UNKNOWN", "SUCCESS", "DELAYED"})
    void aMailThatIsCutCondemnsNobodyThatTheWholeDoesNot(Kind kind) {
        assertThat(Form.all().filter(form -> form.kinds().contains(kind)))
                .allSatisfy(form -> {
                    for (int end = 0; end < form.mail().length; end += 97) {
                        assertThat(Form.read(Arrays.copyOf(form.mail(), end)).kind())
                                .isNotEqualTo(Kind.HARD);
                    }
                });
    }

    private static byte[] latin(String mail) {
        return mail.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static int headerEnd(String mail) {
        return mail.indexOf("\n\n") + 1;
    }

    private static String withHeaderTurned(String mail) {
        List<String> fields = new ArrayList<>();
        for (String line : mail.substring(0, headerEnd(mail)).lines().toList()) {
            if (line.startsWith(" ") || line.startsWith("\t")) {
                fields.add(fields.removeLast() + "\n" + line);
            } else {
                fields.add(line);
            }
        }
        Collections.reverse(fields);
        return String.join("\n", fields) + "\n" + mail.substring(headerEnd(mail));
    }

    private static String attached(String mail) {
        return PERSON + ATTACHING.formatted(mail);
    }

    private static String quoted(String mail) {
        String body =
                mail.substring(headerEnd(mail))
                        .lines()
                        .map(line -> "> " + line)
                        .collect(Collectors.joining("\n"));
        return PERSON + "Subject: Fwd: Undelivered mail\n\nThis came back.\n\n" + body + "\n";
    }

    private static boolean isPlain(String mail) {
        String header = mail.substring(0, headerEnd(mail));
        return header.contains("Content-Type: text/plain") && header.contains("Encoding: 8bit");
    }

    private static String inBase64(String mail) {
        int end = headerEnd(mail);
        return mail.substring(0, end).replace("Encoding: 8bit", "Encoding: base64")
                + "\n"
                + Base64.getMimeEncoder()
                        .encodeToString(latin(mail.substring(Math.min(end + 1, mail.length()))));
    }
}
