package org.papertide.backtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventJson;

/** All papers of a recording by id, in order. */
record Recording(Map<String, RecordedPaper> papers) {

    private static final Recorders RECORDERS = Recorders.read();

    private static final ObjectMapper JSON = EventJson.mapper();

    private static final CSVFormat CSV =
            CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).setTrim(true).get();

    /**
     * Reads a recording.
     *
     * @param details folder of raw answers, one folder per recorder with a file per day; or null
     * @throws UnusableInputException naming the file and line that cannot be read
     */
    static Recording read(Path papers, Path observations, @Nullable Path details) {
        Map<String, List<Observation>> upvotes = new HashMap<>();
        Map<String, List<RecordedPaper.Signal>> signals = new HashMap<>();
        readObservations(observations, upvotes, signals);
        Map<String, List<RecordedPaper.Answer>> answers =
                details == null ? Map.of() : RawAnswers.read(details, upvotes);
        Map<String, RecordedPaper> all = new TreeMap<>();
        forEachLine(
                papers,
                false,
                line -> {
                    JsonNode node = JSON.readTree(line);
                    String id = node.path("paper_id").asText("");
                    List<Observation> own = upvotes.get(id);
                    if (id.isEmpty()) {
                        throw new IllegalArgumentException("paper_id: missing");
                    }
                    if (own != null) {
                        all.put(
                                id,
                                paper(
                                        id,
                                        node,
                                        own,
                                        signals.getOrDefault(id, List.of()),
                                        answers.getOrDefault(id, List.of())));
                    }
                });
        return new Recording(all);
    }

    /** The same without the submitters' followers and without stars. */
    Recording withoutFollowersAndStars() {
        Map<String, RecordedPaper> less = new TreeMap<>();
        papers.forEach((id, paper) -> less.put(id, paper.withoutFollowersAndStars()));
        return new Recording(less);
    }

    private static void readObservations(
            Path file,
            Map<String, List<Observation>> upvotes,
            Map<String, List<RecordedPaper.Signal>> signals) {
        forEachRow(
                file,
                List.of("paper_id", "observed_at", "upvotes", "source", "view"),
                row -> {
                    if (!RECORDERS.isOfWholeLists(row.get("source"))) {
                        return;
                    }
                    String id = row.get("paper_id");
                    long time = instant(row.get("observed_at")).toEpochMilli();
                    if (!row.get("upvotes").isEmpty()) {
                        long count = Long.parseLong(row.get("upvotes"));
                        upvotes.computeIfAbsent(id, _ -> new ArrayList<>())
                                .add(
                                        new Observation(
                                                time, count, row.get("source"), row.get("view")));
                    }
                    addSignal(signals, id, time, "UPVOTES", row.get("upvotes"));
                    addSignal(signals, id, time, "COMMENTS", row.get("num_comments"));
                    addSignal(signals, id, time, "GITHUB_STARS", row.get("github_stars"));
                });
        upvotes.values().forEach(list -> list.sort(null));
        signals.values()
                .forEach(list -> list.sort(Comparator.comparingLong(RecordedPaper.Signal::time)));
    }

    private static void addSignal(
            Map<String, List<RecordedPaper.Signal>> signals,
            String id,
            long time,
            String metric,
            @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            long value = Long.parseLong(text);
            if (value >= 0) {
                signals.computeIfAbsent(id, _ -> new ArrayList<>())
                        .add(new RecordedPaper.Signal(time, metric, value));
            }
        }
    }

    private static RecordedPaper paper(
            String id,
            JsonNode node,
            List<Observation> upvotes,
            List<RecordedPaper.Signal> signals,
            List<RecordedPaper.Answer> answers) {
        LocalDate day = day(node, upvotes.getFirst());
        JsonNode authors = node.path("n_authors");
        return new RecordedPaper(
                id,
                day,
                submitted(node, day, upvotes.getFirst().time()),
                authors.isInt() ? authors.asInt() : null,
                node.path("primary_category").asText(null),
                List.copyOf(upvotes),
                List.copyOf(signals),
                List.copyOf(answers));
    }

    private static @Nullable LocalDate day(JsonNode node, Observation first) {
        LocalDate day = null;
        for (JsonNode listing : node.path("listing_days")) {
            LocalDate candidate = LocalDate.parse(listing.asText());
            day = day == null || candidate.isBefore(day) ? candidate : day;
        }
        if (day == null
                && first.source().equals(RECORDERS.feed())
                && first.view().equals("daily")) {
            day = date(first.time()).minusDays(1);
        }
        while (day != null
                && (day.getDayOfWeek() == DayOfWeek.SATURDAY
                        || day.getDayOfWeek() == DayOfWeek.SUNDAY)) {
            day = day.minusDays(1);
        }
        return day;
    }

    /** A paper may be listed again later; only a time near its first listing is that of it. */
    private static @Nullable Instant submitted(
            JsonNode node, @Nullable LocalDate day, long firstReading) {
        String text = node.path("submitted_on_daily_at").asText("");
        if (text.isEmpty() || text.endsWith("T00:00:00.000Z")) {
            return null;
        }
        Instant submitted = instant(text);
        if (day == null) {
            return submitted;
        }
        double hours = (submitted.toEpochMilli() - start(day)) / 3_600_000.0;
        boolean plausible =
                hours >= -24 && hours <= 28.8 && submitted.toEpochMilli() <= firstReading;
        return plausible ? submitted : null;
    }

    static long start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }

    static LocalDate date(long time) {
        return Instant.ofEpochMilli(time).atZone(ZoneOffset.UTC).toLocalDate();
    }

    static Instant instant(String text) {
        try {
            return Instant.parse(text.strip());
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("not an instant: " + text, e);
        }
    }

    /** Handles a line. Any exception is reported with the line's number. */
    @FunctionalInterface
    interface LineReader {
        void read(String line) throws IOException;
    }

    /** Handles a row: its columns by name. */
    @FunctionalInterface
    interface RowReader {
        void read(Row row);
    }

    /** A row of a table; a column that it does not have is empty. */
    record Row(CSVRecord cells) {
        String get(String column) {
            return cells.isSet(column) ? cells.get(column) : "";
        }
    }

    /** Each row of a CSV file (RFC 4180) with a header, plain or gz. */
    static void forEachRow(Path file, List<String> needed, RowReader reader) {
        long line = 0;
        try (BufferedReader in = open(file);
                CSVParser rows = CSV.parse(in)) {
            if (rows.getHeaderNames().isEmpty()) {
                throw new UnusableInputException(file + ": empty", null);
            }
            line = 1;
            if (!rows.getHeaderNames().containsAll(needed)) {
                throw new IllegalArgumentException("the header lacks one of " + needed);
            }
            for (CSVRecord row : rows) {
                line = rows.getCurrentLineNumber();
                reader.read(new Row(row));
            }
        } catch (UnusableInputException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new UnusableInputException(file + ", line " + line + ": " + e.getMessage(), e);
        }
    }

    /** Each line of a text file, plain or gz. */
    static void forEachLine(Path file, boolean refuseEmpty, LineReader reader) {
        int number = 0;
        try (BufferedReader in = open(file)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                if (!line.isBlank()) {
                    reader.read(line);
                }
            }
        } catch (IOException | RuntimeException e) {
            throw new UnusableInputException(file + ", line " + number + ": " + e.getMessage(), e);
        }
        if (number == 0 && refuseEmpty) {
            throw new UnusableInputException(file + ": empty", null);
        }
    }

    static BufferedReader open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        in.mark(2);
        boolean gz = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return new BufferedReader(
                new InputStreamReader(gz ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8));
    }
}
