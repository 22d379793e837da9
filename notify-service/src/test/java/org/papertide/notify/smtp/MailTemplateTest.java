package org.papertide.notify.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.notify.message.PersonalLink;
import org.papertide.notify.message.RenderedMessage;

/** What receivers read of a template's bytes. */
class MailTemplateTest {

    private static final String OPT_OUT = PersonalLink.UNSUBSCRIBE.placeholder();
    private static final String WEB = PersonalLink.WEB.placeholder();

    private static byte[] written(MailTemplate template, Map<PersonalLink, String> links) {
        byte[] headers =
                ("Subject: Tides\r\nContent-Type: " + template.contentType() + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        return template.written(headers, links);
    }

    private static String part(byte[] mail, int number) throws MessagingException, IOException {
        MimeMessage message =
                new MimeMessage(
                        Session.getInstance(new Properties()), new ByteArrayInputStream(mail));
        BodyPart part = ((MimeMultipart) message.getContent()).getBodyPart(number);
        return (String) part.getContent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://papertide.example/unsubscribe/abc",
                "https://papertide.example/?a=1&b==2=",
                "https://papertide.example/=3D/=\u00e9/\u00fc",
                "https://a-very-long-name-of-a-host-that-goes-on-and-on.papertide.example/and/a/long/path?q=",
                ".",
                ""
            })
    void carriesALinkAsItIs(String link) throws MessagingException, IOException {
        MailTemplate template =
                new MailTemplate(
                        "id",
                        new RenderedMessage(
                                "Tides",
                                "Leave: " + OPT_OUT + ".\n.\nEnd=\n",
                                "<a href=\"" + OPT_OUT + "\">leave</a> <a href='" + WEB + "'>"));
        byte[] mail = written(template, Map.of(PersonalLink.UNSUBSCRIBE, link));
        assertThat(part(mail, 0)).isEqualTo("Leave: " + link + ".\r\n.\r\nEnd=\r\n");
        assertThat(part(mail, 1)).isEqualTo("<a href=\"" + link + "\">leave</a> <a href=''>");
        assertThat(new String(mail, StandardCharsets.US_ASCII).split("\r\n"))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(76));
    }

    @Test
    void writesEveryMailFromTheSameBytes() throws MessagingException, IOException {
        MailTemplate template =
                new MailTemplate("id", new RenderedMessage("Tides", "Go: " + WEB, "<p>Tides"));
        byte[] one = written(template, Map.of(PersonalLink.WEB, "https://one.example"));
        byte[] two = written(template, Map.of(PersonalLink.WEB, "https://two.example/longer"));
        assertThat(part(one, 0)).isEqualTo("Go: https://one.example");
        assertThat(part(two, 0)).isEqualTo("Go: https://two.example/longer");
    }

    /** Nobody looks for one when it is sent: it would end the mail, or be lost. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void beginsNoLineWithADot(long seed) throws MessagingException, IOException {
        Random random = new Random(seed);
        for (int n = 0; n < 200; n++) {
            String before = dots(random, 100);
            String after = dots(random, 300);
            String link = dots(random, 200).replace("\n", ".");
            byte[] mail =
                    written(
                            new MailTemplate(
                                    "id",
                                    new RenderedMessage("Tides", before + WEB + after, after)),
                            Map.of(PersonalLink.WEB, link));
            String text = new String(mail, StandardCharsets.US_ASCII);
            assertThat(text).doesNotContain("\n.").doesNotStartWith(".");
            assertThat(text.lines()).allMatch(line -> line.length() <= 76);
            assertThat(part(mail, 0)).isEqualTo((before + link + after).replace("\n", "\r\n"));
            assertThat(part(mail, 1)).isEqualTo(after.replace("\n", "\r\n"));
        }
    }

    /** Mostly dots, at the beginnings of lines of any length. */
    private static String dots(Random random, int most) {
        return random.ints(random.nextInt(most), 0, 12)
                .mapToObj(i -> Character.toString(".....\n=x \u00e9.y".charAt(i)))
                .collect(Collectors.joining());
    }
}
