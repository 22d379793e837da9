package org.papertide.bench;

import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be measured. */
enum Benchmark {
    INGEST("papers per second from an upload of arXiv JSON lines to the topic"),
    RANKING("signals per second to rankings, latency at rest, size of the state, restart"),
    RESTORE("from a lost disk to ready, with a million papers"),
    LATENCY("from a breakout to its mail");

    private final String about;

    Benchmark(String about) {
        this.about = about;
    }

    static Optional<Benchmark> find(String commandName) {
        return Arrays.stream(values())
                .filter(each -> each.commandName().equals(commandName))
                .findFirst();
    }

    /** As it is called on the command line. */
    String commandName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it measures, in a line. */
    String about() {
        return about;
    }

    /** Measures; takes minutes. */
    Table run(Clock clock) {
        Table table = new Table(commandName(), clock.instant());
        switch (this) {
            case INGEST -> new IngestBench(clock, table).run();
            case RANKING -> new RankingBench(clock, table).run();
            case RESTORE -> new RestoreBench(clock, table).run();
            case LATENCY -> new LatencyBench(clock, table).run();
        }
        return table;
    }
}
