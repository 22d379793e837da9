package org.papertide.notify.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.BodyPart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.james.jdkim.DKIMVerifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.message.RenderedMails;
import org.papertide.notify.message.SiteLinks;
import org.papertide.notify.token.TestTokens;
import org.papertide.notify.token.Tokens;
import org.papertide.testing.SettableClock;

/** What receivers find in a mail of each kind, rendered, written and signed as it is sent. */
class EveryMailTest {

    private static final Instant NOW = Instant.parse("2026-05-04T08:00:00Z");
    private static final KeyPair KEY = key();

    /** Each of them is in every mail, once. */
    private static final List<String> FIELDS =
            List.of(
                    "From",
                    "To",
                    "Date",
                    "Subject",
                    "Message-ID",
                    "List-Id",
                    "List-Unsubscribe",
                    "List-Unsubscribe-Post",
                    "List-Help",
                    "List-Archive",
                    "Feedback-ID",
                    "Auto-Submitted",
                    "Content-Language",
                    "MIME-Version",
                    "Content-Type",
                    "DKIM-Signature");

    private final SettableClock clock = new SettableClock(NOW);
    private final Tokens tokens = TestTokens.of(clock);

    @TempDir private Path folder;
    private MailWriter writer;

    private static KeyPair key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void begin() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("key.pem"),
                        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
                                .formatted(
                                        Base64.getEncoder()
                                                .encodeToString(KEY.getPrivate().getEncoded())));
        writer =
                new MailWriter(
                        new MailWriterTest.From(
                                "Papertide <digest@papertide.example>",
                                true,
                                Map.of("s2026", file)),
                        new SiteLinks(URI.create("https://papertide.example")),
                        tokens,
                        Duration.ofDays(180),
                        clock);
    }

    private static OutgoingMail mail(MailKind kind, long delivery, String address) {
        return new OutgoingMail(
                delivery,
                5,
                kind,
                NOW,
                NOW.plus(Duration.ofHours(20)),
                delivery + 100,
                address,
                "0123456789abcdef0123456789abcdef");
    }

    private byte[] written(OutgoingMail mail) {
        return writer.write(
                mail, new MailTemplate(mail.contentId(), RenderedMails.of(mail.kind())));
    }

    private static MimeMessage parsed(byte[] mail) throws Exception {
        return new MimeMessage(
                Session.getInstance(new Properties()), new ByteArrayInputStream(mail));
    }

    private static String header(MimeMessage mail, String name) throws Exception {
        String[] values = mail.getHeader(name);
        assertThat(values).as(name).hasSize(1);
        return values[0].replace("\r\n", "");
    }

    @ParameterizedTest
    @EnumSource(MailKind.class)
    void carriesEachFieldOnceAndNoOther(MailKind kind) throws Exception {
        MimeMessage mail = parsed(written(mail(kind, 77, "reader@example.org")));
        List<String> names = new ArrayList<>();
        mail.getAllHeaders().asIterator().forEachRemaining(header -> names.add(header.getName()));
        assertThat(names).containsExactlyInAnyOrderElementsOf(FIELDS);
    }

    @ParameterizedTest
    @EnumSource(MailKind.class)
    void saysWhoseListItIsAndHowToLeaveIt(MailKind kind) throws Exception {
        String name = kind.wireName();
        MimeMessage mail = parsed(written(mail(kind, 77, "reader@example.org")));
        assertThat(header(mail, "From")).isEqualTo("Papertide <digest@papertide.example>");
        assertThat(header(mail, "To")).isEqualTo("<reader@example.org>");
        assertThat(header(mail, "List-Id"))
                .isEqualTo("Papertide %s <%s.papertide.example>".formatted(name, name));
        assertThat(header(mail, "Message-ID"))
                .isEqualTo("<%s.5.177@papertide.example>".formatted(name));
        // RFC 8058: one address of https.
        assertThat(header(mail, "List-Unsubscribe"))
                .matches(
                        "<https://papertide\\.example/unsubscribe/[a-z2-7]+>,\\s*"
                                + "<mailto:u\\+[a-z2-7]+@papertide\\.example"
                                + "\\?subject=unsubscribe>");
        assertThat(header(mail, "List-Unsubscribe-Post")).isEqualTo("List-Unsubscribe=One-Click");
        assertThat(header(mail, "List-Help")).startsWith("<https://papertide.example/");
        assertThat(header(mail, "List-Archive")).startsWith("<https://papertide.example/");
        assertThat(header(mail, "Auto-Submitted")).isEqualTo("auto-generated");
        assertThat(header(mail, "Content-Language")).isEqualTo("en");
        assertThat(header(mail, "MIME-Version")).isEqualTo("1.0");
    }

    @ParameterizedTest
    @EnumSource(MailKind.class)
    void comesBackToAnAddressOfItsOwn(MailKind kind) {
        String one = writer.envelopeFrom(mail(kind, 77, "a@example.org"));
        String two = writer.envelopeFrom(mail(kind, 78, "b@example.org"));
        assertThat(List.of(one, two))
                .doesNotHaveDuplicates()
                .allMatch(each -> each.matches("b\\+[a-z2-7]+@bounces\\.papertide\\.example"));
    }

    /** Complaints are counted by it: four parts, and the same for all readers. */
    @ParameterizedTest
    @EnumSource(MailKind.class)
    void tellsReceiversNoReaderByItsFeedbackId(MailKind kind) throws Exception {
        OutgoingMail one = mail(kind, 77, "a@example.org");
        OutgoingMail two = mail(kind, 78, "b@example.org");
        if (kind.isPersonal()) {
            // Each of these is an edition of its own.
            two =
                    new OutgoingMail(
                            78,
                            6,
                            kind,
                            NOW,
                            NOW.plus(Duration.ofHours(20)),
                            178,
                            "b@example.org",
                            "fedcba9876543210fedcba9876543210");
        }
        String id = header(parsed(written(one)), "Feedback-ID");
        assertThat(id)
                .matches("[a-z0-9]+:" + kind.wireName() + ":v\\d+:[A-Za-z0-9_-]{5,15}")
                .isEqualTo(header(parsed(written(two)), "Feedback-ID"));
    }

    @ParameterizedTest
    @EnumSource(MailKind.class)
    void isTheSameOnEveryAttemptButForItsDate(MailKind kind) throws Exception {
        OutgoingMail mail = mail(kind, 77, "reader@example.org");
        MimeMessage first = parsed(written(mail));
        clock.advance(Duration.ofHours(3));
        MimeMessage second = parsed(written(mail));
        Set<String> changed = new TreeSet<>();
        for (String name : FIELDS) {
            if (!header(first, name).equals(header(second, name))) {
                changed.add(name);
            }
        }
        assertThat(changed).containsExactly("DKIM-Signature", "Date");
        assertThat(second.getRawInputStream()).hasSameContentAs(first.getRawInputStream());
    }

    @ParameterizedTest
    @EnumSource(MailKind.class)
    void isSignedSoThatNothingAReaderSeesCanChange(MailKind kind) throws Exception {
        byte[] bytes = written(mail(kind, 77, "reader@example.org"));
        String signature = header(parsed(bytes), "DKIM-Signature");
        assertThat(signature)
                .contains("d=papertide.example;", "c=relaxed/relaxed;", "a=rsa-sha256;")
                .doesNotContainPattern("[;\\s]l=");
        List<String> covered =
                List.of(
                        signature
                                .replaceAll("\\s", "")
                                .replaceAll(".*;h=([^;]*);.*", "$1")
                                .toLowerCase(Locale.ROOT)
                                .split(":"));
        for (String name : FIELDS) {
            if (!name.equals("DKIM-Signature")) {
                assertThat(covered).contains(name.toLowerCase(Locale.ROOT));
            }
        }
        String record =
                "v=DKIM1; k=rsa; p="
                        + Base64.getEncoder().encodeToString(KEY.getPublic().getEncoded());
        assertThat(
                        new DKIMVerifier((_, _, _) -> List.of(record))
                                .verify(new ByteArrayInputStream(bytes)))
                .singleElement()
                .satisfies(verified ->
                        assertThat(verified.getDToken()).hasToString("papertide.example"));
    }

    /** Gmail cuts a mail off where its HTML has 102 kB. */
    @ParameterizedTest
    @EnumSource(MailKind.class)
    void hasTextBeforeHtmlAndIsNotClipped(MailKind kind) throws Exception {
        byte[] bytes = written(mail(kind, 77, "reader@example.org"));
        assertThat(bytes.length).isLessThan(100_000);
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1).lines())
                .allMatch(line -> line.length() <= 998);
        MimeMultipart parts = (MimeMultipart) parsed(bytes).getContent();
        assertThat(parts.getContentType()).startsWith("multipart/alternative");
        List<String> types = new ArrayList<>();
        for (BodyPart part : parts(parts)) {
            types.add(part.getContentType());
        }
        assertThat(types).containsExactly("text/plain; charset=UTF-8", "text/html; charset=UTF-8");
        for (BodyPart part : parts(parts)) {
            assertThat((String) part.getContent())
                    .contains("https://papertide.example/")
                    .doesNotContain("\uE000", "\uE001");
        }
    }

    private static List<BodyPart> parts(MimeMultipart all) throws Exception {
        List<BodyPart> list = new ArrayList<>();
        for (int i = 0; i < all.getCount(); i++) {
            list.add(all.getBodyPart(i));
        }
        return list;
    }
}
