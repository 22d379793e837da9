package org.papertide.local.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.papertide.events.Topic;
import org.papertide.local.stream.Interruption;
import org.papertide.local.stream.KafkaAccess;
import org.papertide.local.stream.ReadProgress;
import org.papertide.local.stream.Start;
import org.papertide.local.stream.Tail;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code tail}: events as they come. */
@Command(
        name = "tail",
        description = {
            "Prints events as they come, a line each: when Kafka took it, topic, key, what it says."
                    + " Ctrl-C ends it."
        })
final class TailCommand implements Callable<Integer> {

    /** Rankings say the same as scores, ticks nothing; who wants them names them. */
    private static final List<Topic> BY_DEFAULT =
            List.of(Topic.PAPERS, Topic.SIGNALS, Topic.SCORES, Topic.BREAKOUTS);

    private final Path root;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private KafkaOptions kafka = new KafkaOptions();

    @Parameters(
            arity = "0..*",
            paramLabel = "TOPIC",
            description =
                    "papers, signals, scores, rankings, past-rankings, breakouts, embeddings, deliveries, priors,"
                            + " ticks, or papers.dlq and so on. Default: papers, signals, scores"
                            + " and breakouts.")
    private List<String> topics = List.of();

    @Option(
            names = "--from",
            paramLabel = "INSTANT|BEGINNING",
            description =
                    "Also what Kafka took from then on, such as 2026-05-04T08:00:00Z, or all that is"
                            + " kept. Default: what comes from now on.")
    private Start from = new Start.Now();

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "Only events of this key, such as arxiv:2605.01234.")
    private Optional<String> key = Optional.empty();

    @Option(
            names = "--where",
            paramLabel = "CONDITION",
            description =
                    "Only events that meet it: a field by its JSON name, one of = != < <= > >= contains,"
                            + " and a value: 'score > 20', 'paper.categories = cs.LG',"
                            + " 'paper.title contains graph'. Repeated: all of them.")
    private List<String> where = List.of();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "9223372036854775807",
            description = "Ends after N events.")
    private long limit;

    @Option(
            names = "--no-follow",
            description = "Ends when all that was there at the start is printed.")
    private boolean toTheEnd;

    @Option(
            names = "--json",
            description =
                    "Prints JSON, a line each: topic, partition, offset, timestamp, key, headers, value.")
    private boolean asJson;

    /**
     * @param root of the checkout
     * @param environment where settings may be
     * @param err progress
     */
    TailCommand(Path root, Map<String, String> environment, PrintStream out, PrintStream err) {
        this.root = root;
        this.environment = Map.copyOf(environment);
        this.out = out;
        this.err = err;
    }

    /** 0: all that was asked for is printed. */
    @Override
    public Integer call() {
        Tail.Options options =
                new Tail.Options(topics(), from, key, where, limit, !toTheEnd, asJson);
        KafkaAccess access = kafka.access(root, environment);
        try (Interruption interruption = Interruption.ofProcess()) {
            new Tail(access, options, out, new ReadProgress(err)).run(interruption);
            return 0;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--where " + e.getMessage(), e);
        }
    }

    private List<Topic> topics() {
        try {
            return topics.isEmpty()
                    ? BY_DEFAULT
                    : topics.stream().map(TopicName::parse).distinct().toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "TOPIC " + e.getMessage(), e);
        }
    }
}
