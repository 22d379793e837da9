package org.papertide.local.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.papertide.events.Topic;
import org.papertide.local.data.RefusedException;
import org.papertide.local.stream.DeadLetterId;
import org.papertide.local.stream.DeadLetterSelection;
import org.papertide.local.stream.DeadLetters;
import org.papertide.local.stream.Interruption;
import org.papertide.local.stream.LetterText;
import org.papertide.local.stream.ReadProgress;
import org.papertide.local.terminal.Shown;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code dead-letters}: what could not be read or applied, and what to do with it. */
@Command(
        name = "dead-letters",
        description = {
            "Lists the records that could not be read or applied, each with its reason; shows one;"
                    + " requeues what can be read once the cause is cured; drops what nobody wants."
                    + " Each letter is requeued once, also when the command is killed or run twice at"
                    + " the same time: the record and the mark that it is settled are written in one"
                    + " transaction. Nothing is deleted: a dropped letter stays in list --settled for its"
                    + " 30 days."
        })
final class DeadLettersCommand implements Callable<Integer> {

    private final Path root;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;
    private Set<DeadLetterId> ids = Set.of();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private KafkaOptions kafka = new KafkaOptions();

    /** What is done. */
    enum Action {
        LIST,
        SHOW,
        REQUEUE,
        DROP
    }

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "list|show|requeue|drop",
            description = "What to do; list by default.")
    private Action action = Action.LIST;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ID",
            description = "Letters as list names them, such as papers-0@12.")
    private List<String> names = List.of();

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "Only letters of this stream, such as papers. May be repeated.")
    private List<Topic> topics = List.of();

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Only letters whose reason has this text.")
    private Optional<String> reason = Optional.empty();

    @Option(names = "--all", description = "For requeue and drop: all letters that are open.")
    private boolean all;

    @Option(names = "--settled", description = "With list: also those that were settled.")
    private boolean settled;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "With show: writes the record's value there, as it is.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--json", description = "Prints JSON, a line each.")
    private boolean asJson;

    /**
     * @param root of the checkout
     * @param environment where settings may be
     * @param err progress
     */
    DeadLettersCommand(
            Path root, Map<String, String> environment, PrintStream out, PrintStream err) {
        this.root = root;
        this.environment = Map.copyOf(environment);
        this.out = out;
        this.err = err;
    }

    /** 0 if all that was asked for is done, else 1. */
    @Override
    public Integer call() {
        check();
        try (Interruption interruption = Interruption.ofProcess()) {
            DeadLetters letters =
                    new DeadLetters(
                            kafka.access(root, environment), new ReadProgress(err), interruption);
            return switch (action) {
                case LIST -> list(letters);
                case SHOW -> show(letters);
                case REQUEUE -> settle(letters, DeadLetters.Outcome.REQUEUED);
                case DROP -> settle(letters, DeadLetters.Outcome.DROPPED);
            };
        }
    }

    private void check() {
        try {
            ids = names.stream().map(DeadLetterId::parse).collect(Collectors.toSet());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "ID " + e.getMessage(), e);
        }
        boolean settles = action == Action.REQUEUE || action == Action.DROP;
        if (action == Action.SHOW && ids.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "show needs an ID, as list prints it");
        }
        if (settles && ids.isEmpty() && topics.isEmpty() && reason.isEmpty() && !all) {
            throw new ParameterException(
                    spec.commandLine(),
                    "%s needs an ID, --topic, --reason or --all"
                            .formatted(action.name().toLowerCase(Locale.ROOT)));
        }
        if (file.isPresent() && ids.size() != 1) {
            throw new ParameterException(spec.commandLine(), "--out needs show with one ID");
        }
    }

    private int list(DeadLetters letters) {
        long[] listed = {0};
        letters.forEach(
                selection(settled),
                (letter, _) -> {
                    out.println(asJson ? LetterText.json(letter) : LetterText.line(letter));
                    listed[0]++;
                });
        err.printf(Locale.ROOT, "%,d dead letters.%n", listed[0]);
        return 0;
    }

    private int show(DeadLetters letters) {
        Set<DeadLetterId> missing = new HashSet<>(ids);
        letters.forEach(
                selection(true),
                (letter, taken) -> {
                    missing.remove(letter.id());
                    if (file.isPresent()) {
                        write(file.get(), taken);
                    } else {
                        out.println(
                                asJson
                                        ? LetterText.json(letter, taken)
                                        : LetterText.page(letter, taken));
                    }
                });
        missing.forEach(id -> err.println("There is no dead letter " + id + "."));
        return missing.isEmpty() ? 0 : 1;
    }

    private static void write(Path file, ConsumerRecord<byte[], byte[]> taken) {
        byte[] value = taken.value();
        try {
            Files.write(
                    file,
                    value == null ? new byte[0] : value,
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new RefusedException(file + " cannot be written: " + e, e);
        }
    }

    private int settle(DeadLetters letters, DeadLetters.Outcome outcome) {
        DeadLetters.Report report = letters.settle(selection(false), outcome);
        report.left()
                .forEach((id, why) -> err.println("%s stays: %s.".formatted(id, Shown.text(why))));
        String done = outcome.name().toLowerCase(Locale.ROOT);
        out.printf(Locale.ROOT, "%,d %s.%n", report.settled(), done);
        if (!report.complete()) {
            err.println("Ended early: all others are as they were.");
        }
        boolean allNamed = ids.isEmpty() || report.settled() == ids.size();
        if (!allNamed && report.left().isEmpty() && report.complete()) {
            err.println("The others are not there, or were settled before: see list --settled.");
        }
        return report.complete() && report.left().isEmpty() && allNamed ? 0 : 1;
    }

    private DeadLetterSelection selection(boolean alsoSettled) {
        return new DeadLetterSelection(Set.copyOf(topics), ids, reason, alsoSettled);
    }
}
