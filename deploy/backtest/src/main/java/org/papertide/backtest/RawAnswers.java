package org.papertide.backtest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventJson;

/**
 * The raw answers of a list, one file per recorder and day ({@code api-x/2025-11-20.json.gz}). A
 * file does not contain its time; it is taken as the instant at which most of its counts were
 * recorded.
 */
final class RawAnswers {

    private RawAnswers() {}

    static Map<String, List<RecordedPaper.Answer>> read(
            Path folder, Map<String, List<Observation>> upvotes) {
        Map<String, List<RecordedPaper.Answer>> answers = new HashMap<>();
        for (Path recorder : children(folder)) {
            if (!Files.isDirectory(recorder)) {
                continue;
            }
            String source = recorder.getFileName().toString();
            for (Path file : children(recorder)) {
                if (file.getFileName().toString().matches(".*\\.json(\\.gz)?")) {
                    readFile(file, source, upvotes, answers);
                }
            }
        }
        Comparator<RecordedPaper.Answer> byTime =
                Comparator.comparingLong(RecordedPaper.Answer::time);
        answers.values().forEach(list -> list.sort(byTime));
        return answers;
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        } catch (IOException e) {
            throw new UnusableInputException(folder + ": " + e.getMessage(), e);
        }
    }

    private static void readFile(
            Path file,
            String source,
            Map<String, List<Observation>> upvotes,
            Map<String, List<RecordedPaper.Answer>> answers) {
        JsonNode root;
        try (var in = Recording.open(file)) {
            root = EventJson.mapper().readTree(in);
        } catch (IOException | UncheckedIOException e) {
            throw new UnusableInputException(file + ": " + e.getMessage(), e);
        }
        // A day without papers is stored as an empty list, or as a number by one recorder.
        Long time = root.isArray() ? takenAt(root, source, upvotes) : null;
        if (time == null) {
            return;
        }
        for (JsonNode entry : root) {
            JsonNode paper = entry.path("paper");
            JsonNode submitter =
                    entry.has("submittedBy")
                            ? entry.path("submittedBy")
                            : paper.path("submittedOnDailyBy");
            JsonNode followers = submitter.path("followerCount");
            JsonNode participating = entry.path("isAuthorParticipating");
            int authors = paper.path("authors").size();
            answers.computeIfAbsent(paper.path("id").asText(), _ -> new ArrayList<>())
                    .add(
                            new RecordedPaper.Answer(
                                    time,
                                    followers.isIntegralNumber() ? followers.asLong() : null,
                                    authors > 0 ? authors : null,
                                    participating.isBoolean() ? participating.asBoolean() : null));
        }
    }

    private static @Nullable Long takenAt(
            JsonNode root, String source, Map<String, List<Observation>> upvotes) {
        Map<Long, Integer> votes = new TreeMap<>();
        for (JsonNode entry : root) {
            JsonNode paper = entry.path("paper");
            JsonNode count = paper.path("upvotes");
            for (Observation observation :
                    upvotes.getOrDefault(paper.path("id").asText(), List.of())) {
                if (observation.source().equals(source)
                        && count.isIntegralNumber()
                        && count.asLong() == observation.upvotes()) {
                    votes.merge(observation.time(), 1, Integer::sum);
                }
            }
        }
        Long best = null;
        int most = 0;
        for (Map.Entry<Long, Integer> vote : votes.entrySet()) {
            if (vote.getValue() >= most) {
                best = vote.getKey();
                most = vote.getValue();
            }
        }
        return best;
    }
}
