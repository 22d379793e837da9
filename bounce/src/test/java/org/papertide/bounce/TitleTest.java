package org.papertide.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.bounce.ReturnedMail.Kind;
import org.papertide.bounce.rule.PhraseBook;

/** Our subject is the title of a paper, which may have the words of any report. */
class TitleTest {

    /** What the forms have, as the subject of our mail. */
    private static final String[] SUBJECTS = {"Papertide daily", "Daily digest"};

    /** As many forms as each phrase meets. */
    private static final int EACH = 4;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "complaint-subjects.txt",
                "unsubscribe.txt",
                "unsubscribe-subjects.txt",
                "challenges.txt",
                "auto-reply-subjects.txt",
                "auto-reply-texts.txt",
                "notice-subjects.txt",
                "notice-texts.txt",
                "delayed.txt",
                "delivered.txt",
                "forwarded-texts.txt",
                "mailbox-unknown.txt",
                "mailbox-full.txt",
                "disabled.txt",
                "spam.txt",
                "sender-refused.txt"
            })
    void theWordsOfATitleDoNotChangeWhatAFormIs(String book) {
        List<Form> forms = Form.all().filter(TitleTest::repeatsOurSubject).toList();
        List<String> changed = new ArrayList<>();
        int next = 0;
        for (String phrase : phrases(book)) {
            for (int i = 0; i < EACH; i++) {
                Form form = forms.get(next++ % forms.size());
                for (String title :
                        List.of(
                                "A Survey of " + phrase + " in Large Models and 9 more",
                                phrase + " for Everyone and 9 more")) {
                    Kind kind = kind(titled(form, title));
                    if (!form.kinds().contains(kind)) {
                        changed.add(form.name() + " " + form.kinds() + " " + kind + " " + title);
                    }
                }
            }
        }
        assertThat(changed).isEmpty();
    }

    private static boolean repeatsOurSubject(Form form) {
        return form.text()
                .lines()
                .anyMatch(line -> line.startsWith("Subject:") && hasSubject(line));
    }

    private static boolean hasSubject(String text) {
        return Stream.of(SUBJECTS).anyMatch(text::contains);
    }

    private static String titled(Form form, String title) {
        String latin =
                new String(title.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        String text = form.text();
        for (String subject : SUBJECTS) {
            text = text.replace(subject, latin);
        }
        return text;
    }

    private static Kind kind(String latin) {
        return Form.read(latin.getBytes(StandardCharsets.ISO_8859_1)).kind();
    }

    /** Without stars and classes, whose words the lines around have. */
    private static List<String> phrases(String book) {
        try (InputStream in = PhraseBook.class.getResourceAsStream(book);
                BufferedReader lines =
                        new BufferedReader(
                                new InputStreamReader(
                                        Objects.requireNonNull(in, book),
                                        StandardCharsets.UTF_8))) {
            return lines.lines()
                    .takeWhile(line -> !line.equals("--"))
                    .filter(line -> !line.startsWith("#") && !line.contains("{"))
                    .map(line -> line.replace("reply:", "").replace("*", ""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(book, e);
        }
    }

    @Test
    void aTitleOfComplaintsMakesNoComplaintOfABounce() {
        assertThat(kind(exchange("Abuse Report Triage with LLMs and 9 more", "failed", "5.2.2")))
                .isEqualTo(Kind.SOFT);
        assertThat(kind(exchange("Abuse Report Triage with LLMs and 9 more", "delayed", "4.4.1")))
                .isEqualTo(Kind.DELAYED);
    }

    private static String exchange(String title, String action, String status) {
        return """
        From: Microsoft Outlook <microsoftexchange329e71ec88ae4615bbc36ab6ce41109e@example.net>
        To: b+token@bounces.example.org
        Subject: Undeliverable: %1$s
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: text/plain

        Delivery has failed to these recipients or groups:

        reader@example.net
        --b
        Content-Type: message/delivery-status

        Final-Recipient: rfc822; reader@example.net
        Action: %2$s
        Status: %3$s

        --b
        Content-Type: message/rfc822

        From: digest@example.org
        To: reader@example.net
        Subject: %1$s

        Papers.
        --b--
        """
                .formatted(title, action, status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Re: ", "RE : ", "Aw: ", "Automatic reply: ", "Out of office: Re: ", ""})
    void anAbsenceIsNoWishToLeaveWhateverTheTitle(String mark) {
        for (String title :
                List.of(
                        "Opt-Out Learning of Preferences",
                        "How to unsubscribe from a Reward Model and 9 more")) {
            assertThat(
                            kind(
                                    """
                                    Return-Path: <reader@example.net>
                                    From: Reader <reader@example.net>
                                    To: b+token@bounces.example.org
                                    Subject: %s%s
                                    Auto-Submitted: auto-replied

                                    I read mail again on Monday.
                                    """
                                            .formatted(mark, title)))
                    .isEqualTo(Kind.AUTO_REPLY);
        }
    }

    @Test
    void aPersonWhoAnswersATitleAsksForNothing() {
        assertThat(
                        kind(
                                """
                                Return-Path: <reader@example.net>
                                From: Reader <reader@example.net>
                                To: b+token@bounces.example.org
                                Subject: Re: How to unsubscribe from a Reward Model and 9 more

                                A good one.
                                """))
                .isEqualTo(Kind.UNKNOWN);
    }

    /** Many write the same into both, and some write nothing but a subject. */
    @ParameterizedTest
    @CsvSource({
        "Re: Please remove me from your list, Please remove me from your list",
        "Re: Please remove me from your list, ''",
        "Re: please unsubscribe me, ''",
        "Re: please unsubscribe me, please unsubscribe me",
        "Re: unsubscribe, ''",
        "Please unsubscribe me from all of this, Please unsubscribe me from all of this",
    })
    void aPersonWhoAsksForItInTheSubjectAsksForIt(String subject, String text) {
        assertThat(
                        kind(
                                """
                                Return-Path: <reader@example.net>
                                From: Reader <reader@example.net>
                                To: b+token@bounces.example.org
                                Subject: %s

                                %s
                                """
                                        .formatted(subject, text)))
                .isEqualTo(Kind.UNSUBSCRIBE);
    }
}
