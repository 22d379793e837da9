package org.papertide.local.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.papertide.bounce.BounceReader;
import org.papertide.bounce.ReturnedMail;
import org.papertide.bounce.mailbox.MboxReader;
import org.papertide.bounce.mime.MailParser;
import org.papertide.local.data.RefusedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command {@code classify}: says what mails that came back are. */
@Command(
        name = "classify",
        description = {
            "Says of each mail that came back what it is, as one line of JSON: file, kind (HARD, SOFT,"
                    + " POLICY, COMPLAINT, AUTO_REPLY, UNSUBSCRIBE, SUCCESS, DELAYED, UNKNOWN), code,"
                    + " recipient, reason. Mails of an mbox file are FILE#1, FILE#2 and so on. What"
                    + " cannot be read is UNKNOWN, and said on standard error as well. Needs no running"
                    + " stack. Exit code 1 if a file is missing or could not be read."
        })
final class ClassifyCommand implements Callable<Integer> {

    private static final String STANDARD_INPUT = "-";

    private final InputStream in;
    private final PrintWriter out;
    private final PrintStream err;
    private final BounceReader reader = new BounceReader();
    private final ObjectMapper json = json();
    private boolean failed;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "A mail, an mbox file, a folder of them, or - for standard input.")
    private List<String> files = List.of();

    ClassifyCommand(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = new PrintWriter(out, false, StandardCharsets.UTF_8);
        this.err = err;
    }

    private static ObjectMapper json() {
        JsonFactory factory = new JsonFactory();
        Object _ = factory.setCharacterEscapes(new TerminalEscapes());
        return new ObjectMapper(factory);
    }

    /**
     * 0 if every file was read, else 1.
     *
     * @throws RefusedException if the output cannot be written: to go on would be for nothing
     */
    @Override
    public Integer call() {
        for (String file : files) {
            if (file.equals(STANDARD_INPUT)) {
                classify(STANDARD_INPUT, in);
            } else {
                walk(file);
            }
        }
        return failed ? 1 : 0;
    }

    private void walk(String name) {
        try {
            Path path = Path.of(name);
            if (Files.isDirectory(path)) {
                list(path);
            } else {
                classify(path);
            }
        } catch (InvalidPathException e) {
            fail(name, e);
        }
    }

    /** The files of a folder, and of its folders, in the order of their names. */
    private void list(Path folder) {
        List<Path> found;
        try (Stream<Path> entries = Files.list(folder)) {
            found = entries.sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            fail(folder.toString(), e);
            return;
        }
        for (Path entry : found) {
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                list(entry);
            } else if (Files.isRegularFile(entry)) {
                classify(entry);
            }
        }
    }

    private void classify(Path file) {
        try (InputStream mails = Files.newInputStream(file)) {
            classify(file.toString(), mails);
        } catch (NoSuchFileException _) {
            failed = true;
            err.println(file + ": there is no such file");
        } catch (IOException e) {
            fail(file.toString(), e);
        }
    }

    private void classify(String file, InputStream mails) {
        MboxReader mailbox = new MboxReader(mails, MailParser.MAX_BYTES);
        try {
            int number = 1;
            Optional<byte[]> mail = Optional.of(mailbox.read().orElseGet(() -> new byte[0]));
            for (; mail.isPresent(); mail = mailbox.read()) {
                print(mailbox.isOneOfMany() ? file + "#" + number : file, mail.get());
                number++;
            }
        } catch (IOException e) {
            fail(file, e);
        }
    }

    private void print(String file, byte[] mail) throws IOException {
        print(file, reader.read(new ByteArrayInputStream(mail)));
    }

    private void print(String file, ReturnedMail returned) {
        ObjectNode line =
                json.createObjectNode()
                        .put("file", file)
                        .put("kind", returned.kind().name())
                        .put("code", returned.code())
                        .put("recipient", returned.recipient())
                        .put("reason", returned.reason());
        out.println(text(line));
        if (out.checkError()) {
            throw new RefusedException("The results cannot be written.");
        }
    }

    private String text(ObjectNode line) {
        try {
            return json.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fail(String file, Exception e) {
        failed = true;
        err.println(file + ": cannot be read: " + e.getMessage());
        print(
                file,
                new ReturnedMail(
                        ReturnedMail.Kind.UNKNOWN,
                        null,
                        null,
                        "cannot be read",
                        "",
                        List.of(),
                        List.of()));
    }
}
