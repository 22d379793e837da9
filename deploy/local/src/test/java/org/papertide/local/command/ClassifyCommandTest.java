package org.papertide.local.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ClassifyCommandTest {

    private static final String BOUNCE =
            """
            Return-Path: <>
            From: MAILER-DAEMON@mx.example.net
            Subject: failure notice

            Hi. This is the qmail-send program at mx.example.net.

            <reader@example.net>:
            192.0.2.1 does not like recipient.
            Remote host said: 550 5.1.1 No such user
            """;

    private static final String VERDICT =
            """
            "kind":"HARD","code":"5.1.1","recipient":"reader@example.net",\
            "reason":"there is no such mailbox"}\
            """;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir private Path folder;

    @Test
    void printsOneLinePerMail() throws IOException {
        Path mail = Files.writeString(folder.resolve("mail.eml"), BOUNCE);

        assertThat(classify("", mail.toString())).isZero();

        assertThat(out).hasToString("{\"file\":\"" + mail + "\"," + VERDICT + "\n");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void numbersTheMailsOfAnMbox() throws IOException {
        String separator = "From MAILER-DAEMON Thu Apr 29 23:34:45 2010\n";
        Path mbox =
                Files.writeString(
                        folder.resolve("mbox"), separator + BOUNCE + "\n" + separator + BOUNCE);

        assertThat(classify("", mbox.toString())).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "{\"file\":\"" + mbox + "#1\"," + VERDICT,
                        "{\"file\":\"" + mbox + "#2\"," + VERDICT);
    }

    @Test
    void readsFoldersInOrderAndStandardInput() throws IOException {
        Files.createDirectory(folder.resolve("b"));
        Files.writeString(folder.resolve("b/2"), BOUNCE);
        Files.writeString(folder.resolve("a"), "");

        assertThat(classify(BOUNCE, folder.toString(), "-")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        first ->
                                assertThat(first)
                                        .contains("/a\",\"kind\":\"UNKNOWN\",\"code\":null"),
                        second -> assertThat(second).contains("/b/2\"," + VERDICT),
                        third -> assertThat(third).isEqualTo("{\"file\":\"-\"," + VERDICT));
    }

    @Test
    void saysWhichFileCannotBeReadAndGoesOn() throws IOException {
        Path mail = Files.writeString(folder.resolve("mail.eml"), BOUNCE);

        assertThat(classify("", folder.resolve("none").toString(), mail.toString())).isEqualTo(1);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(folder.resolve("none") + ": there is no such file\n");
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
    }

    @Test
    void goesOnBehindAFolderThatCannotBeRead() throws IOException {
        Path closed = Files.createDirectory(folder.resolve("a"));
        Files.writeString(folder.resolve("b"), BOUNCE);
        Files.setPosixFilePermissions(closed, Set.of());
        assumeThat(Files.isReadable(closed)).as("nothing is closed to the superuser").isFalse();

        assertThat(classify("", folder.toString())).isEqualTo(1);

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        first -> assertThat(first).contains("\"UNKNOWN\"", "cannot be read"),
                        second -> assertThat(second).contains(VERDICT));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void saysThatAFileWithAnImpossibleNameCannotBeRead() {
        assertThat(classify("", "a\0b")).isEqualTo(1);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("\"kind\":\"UNKNOWN\"", "\"reason\":\"cannot be read\"");
    }

    @Test
    void aLinkToItsOwnFolderIsNotFollowed() throws IOException {
        Files.writeString(folder.resolve("mail.eml"), BOUNCE);
        Files.createSymbolicLink(folder.resolve("again"), folder);
        Files.createSymbolicLink(folder.resolve("itself"), folder.resolve("itself"));

        assertThat(classify("", folder.toString())).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
    }

    /** A name may be what a stranger wrote; a program reads it as it is. */
    @Test
    void escapesWhatControlsATerminalInNames() throws IOException {
        Path mail = Files.writeString(folder.resolve("a\u001b[2J\u009b\u202e\u007f"), BOUNCE);

        assertThat(classify("", mail.toString())).isZero();

        String line = out.toString(StandardCharsets.UTF_8);
        assertThat(line).contains("/a\\u001B[2J\\u009b\\u202e\\u007F\"");
        assertThat(new ObjectMapper().readTree(line).path("file").asText())
                .isEqualTo(mail.toString());
    }

    /** {@code classify FILE | head -1}, or a disk that is full. */
    @Test
    void endsWhereItsOutputEnds() throws IOException {
        String separator = "From MAILER-DAEMON Thu Apr 29 23:34:45 2010\n";
        Path mbox =
                Files.writeString(
                        folder.resolve("mbox"), (separator + BOUNCE + "\n").repeat(1_000));
        FullDisk disk = new FullDisk();
        CommandLine line =
                Commands.of(
                        folder,
                        new PrintStream(disk, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));

        assertThat(line.execute("classify", mbox.toString())).isEqualTo(1);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("The results cannot be written.\n");
        assertThat(disk.tries).isLessThan(1_000);
    }

    private static final class FullDisk extends OutputStream {

        private int tries;

        @Override
        public void write(int b) throws IOException {
            tries++;
            throw new IOException("No space left on device");
        }
    }

    private int classify(String in, String... files) {
        return new CommandLine(
                        new ClassifyCommand(
                                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                                new PrintStream(out, true, StandardCharsets.UTF_8),
                                new PrintStream(err, true, StandardCharsets.UTF_8)))
                .execute(files);
    }
}
