package org.papertide.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.papertide.events.EventJson;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.testing.SamplePaper;

/**
 * Which papers are found, among real ones. Two questions: how many of those on one subject are
 * among the first, and whether somebody who knows a paper finds it, by three words from the middle
 * of its title, by a sentence of its abstract and by the whole title.
 */
final class SearchQuality {

    private static final List<String> QUERIES =
            List.of(
                    "deep linear models",
                    "deep linear networks",
                    "deep learning linear models",
                    "linear models",
                    "learning dynamics of deep linear networks");

    private static final int MOST_QUERY = 1_000;
    private static final Instant LISTED = Instant.parse("2025-01-01T00:00:00Z");

    private final List<Paper> papers;
    private final Set<String> subject;

    private SearchQuality(List<Paper> papers, Set<String> subject) {
        this.papers = List.copyOf(papers);
        this.subject = Set.copyOf(subject);
    }

    List<Paper> papers() {
        return papers;
    }

    /**
     * Reads the papers.
     *
     * @param details raw answers of the days
     * @param page the papers on one subject: two lines, then title and abstract in turn
     */
    static SearchQuality read(Path details, Path page) {
        Map<String, Paper> byTitle = recorded(details);
        try {
            Set<String> subject = new HashSet<>();
            List<String> lines = Files.readAllLines(page);
            for (int at = 2; at + 1 < lines.size(); at += 2) {
                // The first title has a button's text before it.
                String title = lines.get(at).replaceFirst("^Subscribe(?=\\p{Lu})", "").strip();
                String text = lines.get(at + 1).strip();
                Paper paper =
                        byTitle.computeIfAbsent(
                                PaperId.normaliseTitle(title),
                                _ -> paper(PaperId.ofTitle(title), title, text, List.of()));
                subject.add(paper.id().value());
            }
            return new SearchQuality(List.copyOf(byTitle.values()), subject);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The recorded papers, by their titles. */
    static Map<String, Paper> recorded(Path details) {
        Map<String, Paper> byTitle = new TreeMap<>();
        try (Stream<Path> files = Files.walk(details)) {
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(".json.gz")) {
                    readDay(file, byTitle);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return byTitle;
    }

    private static void readDay(Path file, Map<String, Paper> byTitle) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            for (JsonNode entry : EventJson.mapper().readTree(in)) {
                JsonNode paper = entry.path("paper");
                String title = line(paper.path("title").asText());
                PaperId id = PaperId.findArxiv(paper.path("id").asText()).orElse(null);
                String normalised = PaperId.normaliseTitle(title);
                if (id != null && !normalised.isEmpty()) {
                    List<String> authors = new ArrayList<>();
                    paper.path("authors").forEach(each -> authors.add(each.path("name").asText()));
                    authors.removeIf(String::isBlank);
                    byTitle.put(
                            normalised,
                            paper(id, title, line(paper.path("summary").asText()), authors));
                }
            }
        }
    }

    private static Paper paper(PaperId id, String title, String text, List<String> authors) {
        return SamplePaper.of(id, LISTED)
                .title(title)
                .abstractText(text.isEmpty() ? null : text)
                .authors(authors.stream().limit(500).toList())
                .categories("cs.LG")
                .build();
    }

    private static String line(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    /**
     * Asks and counts.
     *
     * @param search the ids that a path finds, in order
     * @param most known papers that are looked for, at most
     * @param seed chooses them
     * @return the goals that are missed, in words
     */
    List<String> measure(Function<String, List<String>> search, int most, long seed, Table table) {
        List<Paper> asked = known(most, seed);
        Map<String, Known> known = new HashMap<>();
        List<Long> first = new ArrayList<>();
        List<Long> beginning = new ArrayList<>();
        table.add("papers", "%,d, %d on the subject".formatted(papers.size(), subject.size()));
        for (String by : List.of("words", "meaning", "both")) {
            List<String> counts = new ArrayList<>();
            for (String query : QUERIES) {
                List<String> found = search.apply(path(query, by, subject.size()));
                counts.add(count(found, subject.size()) + "/" + count(found, 20));
                if (by.equals("both")) {
                    first.add(count(found, subject.size()));
                    beginning.add(count(found, 20));
                }
            }
            table.add(
                    "on the subject, by " + by,
                    "of the first %d/20: %s".formatted(subject.size(), String.join(" ", counts)));
            Known own = known(search, asked, by);
            known.put(by, own);
            table.add("known papers, by " + by, own.toString());
        }
        long own = asked.stream().filter(paper -> isFirstByItsTitle(search, paper)).count();
        table.add("first by their own title", "%d of %d".formatted(own, asked.size()));
        table.add("like those on the subject", similar(search));
        return missed(
                subject.size(),
                first,
                beginning,
                Objects.requireNonNull(known.get("words")),
                Objects.requireNonNull(known.get("both")),
                asked.size() - own);
    }

    private static boolean isFirstByItsTitle(Function<String, List<String>> search, Paper paper) {
        List<String> found = search.apply(path(paper.title(), "both", 1));
        return found.equals(List.of(paper.id().value()));
    }

    /** How many of the papers that are most like one on the subject are on it too. */
    private String similar(Function<String, List<String>> search) {
        long on = 0;
        for (String each : subject) {
            on += count(search.apply("/api/v1/papers/" + each + "/similar?limit=10"), 10);
        }
        return "%.1f of the first 10 on the subject".formatted((double) on / subject.size());
    }

    /**
     * How many papers are found that somebody knows.
     *
     * @param titles by words of the title
     * @param sentences by a sentence of the abstract
     * @param asked how many were looked for
     */
    record Known(int titles, int sentences, int asked) {

        @Override
        public String toString() {
            return "%d by words of the title, %d by a sentence, of %d"
                    .formatted(titles, sentences, asked);
        }
    }

    /**
     * The goals that are missed: of 119 papers 80 for the best query, and 72 for the first three on
     * average; 18 of 20 for the best; no fewer known papers than by words alone; and each paper
     * first by its own title.
     *
     * @param subject papers on the subject
     * @param first how many of them are among as many, for each query
     * @param beginning how many of them are among the first 20, for each query
     * @param titles papers that are not the first by their own title
     */
    static List<String> missed(
            int subject,
            List<Long> first,
            List<Long> beginning,
            Known words,
            Known both,
            long titles) {
        List<String> missed = new ArrayList<>();
        double best = Collections.max(first) / (double) subject;
        double three = first.stream().limit(3).mapToLong(Long::longValue).sum() / 3.0 / subject;
        addBelow(missed, "on the subject for the best query", best, 80 / 119.0);
        addBelow(missed, "on the subject for three queries", three, 72 / 119.0);
        addBelow(missed, "of the first 20 for the best", Collections.max(beginning), 18);
        addBelow(missed, "by words of the title", both.titles(), words.titles());
        addBelow(missed, "by a sentence", both.sentences(), words.sentences());
        if (titles > 0) {
            missed.add("by their own title: %d are not the first".formatted(titles));
        }
        return missed;
    }

    private static void addBelow(List<String> missed, String what, double found, double goal) {
        if (found < goal) {
            missed.add("%s: %.2f, wanted %.2f".formatted(what, found, goal));
        }
    }

    private long count(List<String> found, int first) {
        return found.stream().limit(first).filter(subject::contains).count();
    }

    private List<Paper> known(int most, long seed) {
        List<Paper> shuffled =
                new ArrayList<>(
                        papers.stream()
                                .filter(paper -> paper.abstractText() != null)
                                .filter(paper -> paper.title().split(" ", -1).length >= 5)
                                .toList());
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled.subList(0, Math.min(most, shuffled.size()));
    }

    private static Known known(
            Function<String, List<String>> search, List<Paper> asked, String by) {
        int titles = 0;
        int sentences = 0;
        for (Paper paper : asked) {
            titles += finds(search, middle(paper.title()), by, paper) ? 1 : 0;
            sentences += finds(search, sentence(paper), by, paper) ? 1 : 0;
        }
        return new Known(titles, sentences, asked.size());
    }

    private static boolean finds(
            Function<String, List<String>> search, String query, String by, Paper paper) {
        return search.apply(path(query, by, 10)).contains(paper.id().value());
    }

    private static String middle(String title) {
        String[] words = title.split(" ", -1);
        int first = (words.length - 3) / 2;
        return words[first] + " " + words[first + 1] + " " + words[first + 2];
    }

    private static String sentence(Paper paper) {
        String text = String.valueOf(paper.abstractText());
        String[] sentences = text.split("(?<=[.!?]) ", -1);
        String sentence = sentences[sentences.length / 2];
        return sentence.substring(0, Math.min(MOST_QUERY, sentence.length()));
    }

    private static String path(String query, String by, int limit) {
        return "/api/v1/search?q=%s&by=%s&limit=%d"
                .formatted(URLEncoder.encode(query, StandardCharsets.UTF_8), by, limit);
    }
}
