package org.papertide.local.stream;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Topic;
import org.papertide.local.data.RefusedException;

/**
 * Writes a topic as a table. Of a compacted topic the last record of each key, so that a paper is
 * one row, and one whose key has gone is none; of any other topic each record.
 */
public final class Export {

    /** A key whose last record is compacted away between two scans has a newer one: again. */
    private static final int ATTEMPTS = 3;

    private final KafkaAccess kafka;
    private final ReadProgress progress;
    private final Interruption interruption;

    /** How rows are written. */
    public enum Format {
        /** JSON lines: each event as it stands on the topic. */
        JSONL,
        /** CSV by RFC 4180, with a line of names. */
        CSV;

        /** The format that a file's name tells; empty if it tells none. */
        public static Optional<Format> of(Path file) {
            String name = file.toString().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
            if (name.endsWith(".csv")) {
                return Optional.of(CSV);
            }
            return name.endsWith(".jsonl") || name.endsWith(".ndjson")
                    ? Optional.of(JSONL)
                    : Optional.empty();
        }
    }

    /**
     * What is written.
     *
     * @param from rows of that time or later
     * @param until rows before that time
     * @param clockOffset how far the services' clock is ahead of the machine's
     */
    public record Options(
            ExportKind kind,
            Optional<Instant> from,
            Optional<Instant> until,
            Format format,
            Path file,
            Duration clockOffset) {

        /** The services' clock when a record was produced. */
        private Instant clock(ConsumerRecord<byte[], byte[]> taken) {
            return Instant.ofEpochMilli(taken.timestamp()).plus(clockOffset);
        }

        private Optional<JsonNode> event(ConsumerRecord<byte[], byte[]> taken) {
            return kind.event(EventText.key(taken.key()), taken.value(), clock(taken));
        }
    }

    /**
     * What was written.
     *
     * @param unreadable records that are no events
     * @param complete whether all was, else the rows are in {@code file}
     */
    public record Report(long rows, long unreadable, boolean complete, Path file) {}

    public Export(KafkaAccess kafka, ReadProgress progress, Interruption interruption) {
        this.kafka = kafka;
        this.progress = progress;
        this.interruption = interruption;
    }

    /**
     * Writes the file.
     *
     * @throws RefusedException if Kafka cannot be read or the file not be written
     */
    public Report run(Options options) {
        try (Consumer<byte[], byte[]> consumer = kafka.consumer()) {
            TopicScan scan = new TopicScan(kafka, consumer, interruption, progress);
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                Optional<Report> report = attempt(scan, options);
                if (report.isPresent()) {
                    return report.get();
                }
            }
        }
        throw new RefusedException(
                "%s is compacted faster than it can be read; try again."
                        .formatted(kafka.name(options.kind().topic())));
    }

    /** Empty if the topic was compacted meanwhile. */
    private Optional<Report> attempt(TopicScan scan, Options options) {
        Topic topic = options.kind().topic();
        List<String> names = List.of(kafka.name(topic));
        Map<String, Last> last = new HashMap<>();
        boolean complete =
                !topic.compacted()
                        || scan.read(
                                names,
                                new Start.Beginning(),
                                false,
                                taken -> {
                                    note(options, taken, last);
                                    return true;
                                });
        long wanted = last.size();
        try (ExportFile file = ExportFile.begin(options.file())) {
            Rows rows = new Rows(options, file, topic.compacted() ? last : null);
            complete = complete && scan.read(names, new Start.Beginning(), false, rows::take);
            if (!complete) {
                return Optional.of(new Report(rows.written, rows.unreadable, false, file.part()));
            }
            if (topic.compacted() && rows.met < wanted) {
                return Optional.empty();
            }
            file.complete();
            return Optional.of(new Report(rows.written, rows.unreadable, true, options.file()));
        }
    }

    private record Last(long offset, long revision) {}

    /** What cannot be read changes nothing, as for every consumer. */
    private static void note(
            Options options, ConsumerRecord<byte[], byte[]> taken, Map<String, Last> last) {
        String key = EventText.key(taken.key());
        if (taken.value() == null) {
            last.remove(key);
            return;
        }
        options.event(taken)
                .ifPresent(event -> {
                    long revision = options.kind().revision(event);
                    Last before = last.get(key);
                    if (before == null
                            || options.kind()
                                    .replaces(revision, before.revision(), options.clock(taken))) {
                        last.put(key, new Last(taken.offset(), revision));
                    }
                });
    }

    /** The rows on their way to the file. */
    private static final class Rows {

        private final Options options;
        private final ExportFile file;
        private final @Nullable Map<String, Last> last;
        private long met;
        private long written;
        private long unreadable;

        private Rows(Options options, ExportFile file, @Nullable Map<String, Last> last) {
            this.options = options;
            this.file = file;
            this.last = last;
            if (options.format() == Format.CSV) {
                file.write(
                        CsvRow.of(
                                options.kind().columns().stream()
                                        .map(name -> new CsvRow.Cell(name, true))
                                        .toList()));
            }
        }

        private boolean take(ConsumerRecord<byte[], byte[]> taken) {
            if (taken.value() == null) {
                return true;
            }
            Optional<JsonNode> event = options.event(taken);
            if (event.isEmpty()) {
                unreadable++;
            } else if (isLast(taken)) {
                met++;
                if (isWithin(event.get())) {
                    file.write(line(event.get()));
                    written++;
                }
            }
            return true;
        }

        private boolean isLast(ConsumerRecord<byte[], byte[]> taken) {
            if (last == null) {
                return true;
            }
            Last own = last.get(EventText.key(taken.key()));
            return own != null && own.offset() == taken.offset();
        }

        private String line(JsonNode event) {
            return options.format() == Format.CSV
                    ? CsvRow.of(options.kind().cells(event))
                    : EventDocument.line(event) + "\n";
        }

        private boolean isWithin(JsonNode event) {
            if (options.from().isEmpty() && options.until().isEmpty()) {
                return true;
            }
            Optional<Instant> time = options.kind().time(event);
            return time.isPresent()
                    && options.from().filter(from -> time.get().isBefore(from)).isEmpty()
                    && options.until().filter(until -> !time.get().isBefore(until)).isEmpty();
        }
    }
}
