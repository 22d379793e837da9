package org.papertide.bounce;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.papertide.bounce.ReturnedMail.Kind;
import org.papertide.bounce.mailbox.MboxReader;
import org.papertide.bounce.mime.HeaderFields;
import org.papertide.bounce.mime.MailParser;

/**
 * One mail of {@code forms/}: a form in which servers, readers and their machines write. Each names
 * itself in {@code X-Form} and says in {@code X-Expected} what it is: the kind (or kinds, where two
 * are right), the code and the recipient, or a star for any. Its text has a character per byte.
 */
record Form(String name, Set<Kind> kinds, String code, String recipient, String text) {

    private static final List<String> FILES =
            List.of(
                    "auto-reply",
                    "complaint",
                    "delayed",
                    "hard",
                    "policy",
                    "soft",
                    "success",
                    "unknown",
                    "unsubscribe");

    static Stream<Form> all() {
        return FILES.stream().flatMap(file -> read(file).stream());
    }

    private static List<Form> read(String file) {
        List<Form> forms = new ArrayList<>();
        try (InputStream in = Form.class.getResourceAsStream("forms/" + file + ".mbox")) {
            MboxReader mails =
                    new MboxReader(Objects.requireNonNull(in, file), MailParser.MAX_BYTES);
            for (Optional<byte[]> mail = mails.read(); mail.isPresent(); mail = mails.read()) {
                forms.add(of(mail.get()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
        return forms;
    }

    private static Form of(byte[] mail) {
        String text = new String(mail, StandardCharsets.ISO_8859_1);
        HeaderFields fields = HeaderFields.of(text.lines().limit(2).toList());
        String[] expected = fields.find("x-expected").orElseThrow().split(" ", 3);
        return new Form(
                fields.find("x-form").orElseThrow(),
                kinds(expected[0]),
                expected[1],
                expected[2],
                text);
    }

    static Set<Kind> kinds(String names) {
        return Stream.of(names.split("\\|"))
                .map(Kind::valueOf)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));
    }

    /** What the reader says of a mail. */
    static ReturnedMail read(byte[] mail) {
        try {
            return new BounceReader().read(new ByteArrayInputStream(mail));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its bytes: Latin-1 keeps each. */
    byte[] mail() {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return name;
    }
}
