package org.papertide.backtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Three invented weeks, of two months, of 20 papers a day in the formats of the recorded ones, the
 * same in each run: lists read at 08:00 and 15:30, the day's end, and the week's; some papers
 * without the hour of their listing, some with stars, some whose counts fall; raw answers for the
 * first two lists.
 */
record InventedRecording(Path folder) {

    static final int PAPERS_A_DAY = 20;

    private static final LocalDate MONDAY = LocalDate.of(2025, 6, 23);
    private static final String MORNING = "api-2404589803";
    private static final String AFTERNOON = "api-jeongiin";
    private static final String FEED = "rss-huangboming";

    Path papers() {
        return folder.resolve("papers.jsonl");
    }

    Path observations() {
        return folder.resolve("observations.csv");
    }

    Path asOf() {
        return folder.resolve("asof.csv");
    }

    Path details() {
        return folder.resolve("details");
    }

    /** The papers of each day with a list, by id. */
    List<List<String>> days() {
        return listingDays().stream()
                .map(day -> IntStream.range(0, PAPERS_A_DAY).mapToObj(i -> id(day, i)).toList())
                .toList();
    }

    private static List<LocalDate> listingDays() {
        return Stream.iterate(MONDAY, day -> day.plusDays(1))
                .limit(19)
                .filter(day -> day.getDayOfWeek().getValue() <= DayOfWeek.FRIDAY.getValue())
                .toList();
    }

    private static String id(LocalDate day, int i) {
        return "25%02d.%02d%03d".formatted(day.getMonthValue(), day.getDayOfMonth(), i);
    }

    /** Writes the files, and one that asks for each day's own papers at 15:31. */
    static InventedRecording write(Path folder) throws IOException {
        InventedRecording files = new InventedRecording(folder);
        new Writer(files).write();
        return files;
    }

    private static final class Writer {
        private final InventedRecording files;
        private final Random random = new Random(11);
        private final StringBuilder papers = new StringBuilder();
        private final StringBuilder signals =
                new StringBuilder(
                        "paper_id,observed_at,upvotes,num_comments,github_stars,source,view\n");
        private final StringBuilder asOf = new StringBuilder("as_of,paper_id\n");
        private final Map<Path, List<String>> answers = new TreeMap<>();

        Writer(InventedRecording files) {
            this.files = files;
        }

        void write() throws IOException {
            for (LocalDate day : listingDays()) {
                for (int i = 0; i < PAPERS_A_DAY; i++) {
                    append(day, i);
                }
            }
            Files.writeString(files.papers(), papers);
            Files.writeString(files.observations(), signals);
            Files.writeString(files.asOf(), asOf);
            for (Map.Entry<Path, List<String>> day : answers.entrySet()) {
                Files.createDirectories(day.getKey().getParent());
                Files.writeString(day.getKey(), "[" + String.join(",\n", day.getValue()) + "]");
            }
        }

        private void append(LocalDate day, int i) {
            String id = id(day, i);
            double fame = Math.exp(2 + random.nextGaussian());
            int hour = random.nextInt(6);
            // Like the recorded ones: of many only the day is known, of some not even that.
            String submitted = i % 3 == 0 ? "T00:00:00.000Z" : "T0%d:10:00.000Z".formatted(hour);
            papers.append(
                    "{\"paper_id\":\"%s\",\"listing_days\":[\"%s\"],\"title\":\"T\""
                            .formatted(id, day));
            papers.append(i % 5 == 0 ? "" : ",\"n_authors\":" + (1 + i));
            papers.append(
                    i % 4 == 0 ? "" : ",\"submitted_on_daily_at\":\"" + day + submitted + '"');
            papers.append("}\n");
            read(id, day, 8, fame, MORNING, "daily", i);
            read(id, day, 15.5, fame, AFTERNOON, "daily", i);
            read(id, day, 24.05, fame, FEED, "daily", i);
            LocalDate next = day.plusDays(8 - day.getDayOfWeek().getValue());
            double hours = Duration.between(start(day), start(next)).toHours() + 0.2;
            read(id, day, hours, fame, FEED, "weekly", i);
            asOf.append(day).append("T15:31:00Z,").append(id).append('\n');
        }

        private void read(
                String id,
                LocalDate day,
                double hours,
                double fame,
                String source,
                String view,
                int i) {
            Instant at = start(day).plusSeconds((long) (hours * 3600));
            long count = Math.round(fame * 3 * hours / (hours + 12));
            if (i % 7 == 6 && source.equals(FEED)) {
                // Votes are taken back.
                count = count * 2 / 3;
            }
            String stars = i % 6 == 0 ? Long.toString(Math.round(10 * fame * hours / 24)) : "";
            signals.append(id).append(',').append(at).append(',').append(count);
            signals.append(",1,").append(stars).append(',').append(source).append(',');
            signals.append(view).append('\n');
            if (!source.equals(FEED)) {
                answers.computeIfAbsent(
                                files.details().resolve(source).resolve(day + ".json"),
                                _ -> new ArrayList<>())
                        .add(answer(id, count, source, i));
            }
        }

        /** Authors and who takes part are known from the afternoon on only. */
        private static String answer(String id, long count, String source, int i) {
            boolean late = source.equals(AFTERNOON);
            return """
            {"paper":{"id":"%s","upvotes":%d,"authors":[%s]},"submittedBy":{"followerCount":%d}%s}\
            """
                    .formatted(
                            id,
                            count,
                            late ? "{},".repeat(i) + "{}" : "",
                            i * i * (late ? 11 : 10),
                            late ? ",\"isAuthorParticipating\":" + (i % 2 == 0) : "");
        }

        private static Instant start(LocalDate day) {
            return Instant.ofEpochMilli(Recording.start(day));
        }
    }
}
