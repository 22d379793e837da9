package org.papertide.ranking.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.search.Papers.paper;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.papertide.events.Bounds;
import org.papertide.events.PaperId;
import org.papertide.text.PaperText;

/** Whoever has a paper's title, or a piece of it, finds the paper by it. */
class OwnTitleTest {

    /** What titles are made of: stop words, punctuation, LaTeX, other scripts, names of tools. */
    private static final List<String> PIECES =
            List.of(
                    "attention",
                    "is",
                    "all",
                    "you",
                    "need",
                    "to be",
                    "or not",
                    "the",
                    "of a",
                    "networks:",
                    "learning,",
                    "state-of-the-art",
                    "self-attention",
                    "don't",
                    "I’m sorry to hear that",
                    "Saxe's",
                    "GPT-4",
                    "10 ms",
                    "3.5%",
                    "5\" wafers",
                    "$\\alpha$-stable",
                    "$O(n^2)$",
                    "Poincar\\'e",
                    "Schr\\\"odinger",
                    "naïve",
                    "Erdős–Rényi",
                    "注意力",
                    "機器學習",
                    "学習する",
                    "カタカナ",
                    "ｱﾆﾒ",
                    "신경망",
                    "C++",
                    "\"hello, world\"",
                    "“quoted”",
                    "«cité»",
                    "``latex''",
                    "(why?)",
                    "&",
                    "–",
                    "🦓",
                    "U.S.",
                    "e.g.",
                    "L_2",
                    "x ≤ y",
                    "and/or",
                    "ﬁne",
                    "Ａ１",
                    "\\emph{bold}",
                    "-Bar:",
                    "-survey",
                    "-\"a view\"",
                    "-“a view”",
                    "-author:saxe",
                    "－wide",
                    "- dashed",
                    "ANDNOT this",
                    "AND NOT networks",
                    "author: unknown",
                    "category: math.GT",
                    "not");

    /** Awkward ones as they are. */
    private static final List<String> TITLES =
            List.of(
                    "Attention Is All You Need",
                    "\"I'm sorry to hear that\": Finding New Biases in Language Models",
                    "To be or not to be",
                    "Not all of it: what is there to be",
                    "Is \"author:name\" an operator? On category:theory and id:crises",
                    "author:unknown",
                    "Who is the author: a study",
                    "Comment on arXiv:2409.01234v2 [cs.LG]",
                    "A reply to 10.1000/abc",
                    "\"\" and \"",
                    "5\" wafers and 6\" wafers",
                    "What's in a name? \"The\" and \"of\"",
                    "It");

    private static final Papers PAPERS = new Papers();
    private static final Map<PaperId, String> TITLE_OF = new LinkedHashMap<>();

    @BeforeAll
    static void fill() throws IOException {
        Map<String, String> titles = new LinkedHashMap<>();
        TITLES.forEach(title -> titles.put(PaperId.normaliseTitle(title), title));
        Random random = new Random(1);
        while (titles.size() < 150) {
            List<String> pieces = new ArrayList<>();
            int count = 1 + random.nextInt(8);
            for (int i = 0; i < count; i++) {
                pieces.add(PIECES.get(random.nextInt(PIECES.size())));
            }
            String title = String.join(" ", pieces);
            String normal = PaperId.normaliseTitle(PaperText.readable(title));
            if (!normal.isEmpty()) {
                titles.putIfAbsent(normal, title);
            }
        }
        List<IndexChange> changes = new ArrayList<>();
        for (String title : titles.values()) {
            var paper = paper(changes.size() + 1, title, "About the same, is it not?").build();
            TITLE_OF.put(paper.id(), title);
            changes.add(new IndexChange.Known(paper));
        }
        PAPERS.index.apply(changes);
    }

    @AfterAll
    static void close() throws IOException {
        PAPERS.close();
    }

    @Test
    void findsAPaperFirstByItsTitleWithQuotesAndWithout() throws IOException {
        for (var each : TITLE_OF.entrySet()) {
            String title = each.getValue();
            for (String query :
                    List.of(
                            title,
                            PaperText.readable(title),
                            '"' + title + '"',
                            '“' + PaperText.readable(title) + '”')) {
                assertThat(found(query)).as(query).startsWith(each.getKey());
            }
        }
    }

    /** What else is asked for narrows, and what the title has before a word excludes nothing. */
    @Test
    void findsAPaperFirstByItsTitleBesideAnotherOperator() throws IOException {
        for (var each : TITLE_OF.entrySet()) {
            String title = PaperText.readable(each.getValue());
            boolean operators = SearchQuery.read(title).withoutExclusions().narrows();
            if (!operators && !title.matches(".*[\"“”«»„].*")) {
                assertThat(found(title + " category:cs.LG")).as(title).startsWith(each.getKey());
                assertThat(found(title + " category:cs.CV")).as(title).isEmpty();
            }
        }
    }

    @Test
    void findsAPaperByAnyPieceOfItsTitleInQuotes() throws IOException {
        for (var each : TITLE_OF.entrySet()) {
            String[] words = PaperText.readable(each.getValue()).split(" ", -1);
            for (int begin = 0; begin < words.length; begin++) {
                for (int end = begin + 1; end <= words.length; end++) {
                    String piece = String.join(" ", List.of(words).subList(begin, end));
                    SearchQuery query = SearchQuery.read('"' + piece + '"');
                    // A quote in it ends the phrase.
                    if (query.hasWords() && !query.narrows() && !query.excludes()) {
                        assertThat(found(query)).as(piece).contains(each.getKey());
                    }
                }
            }
        }
    }

    /** As long as a title may be, and as a reader may paste it. */
    @Test
    void findsAPaperFirstByTheLongestTitle() throws IOException {
        String letters = "tide ".repeat(Bounds.MAX_TITLE / 5).strip() + "s";
        String ideographs = "\u6f6e".repeat(Bounds.MAX_TITLE);
        try (Papers papers = new Papers()) {
            papers.add(
                    paper(1, letters, "x").build(),
                    paper(2, ideographs, "x").build(),
                    paper(3, "Tide tide", "Tide ".repeat(99)).build());
            for (String title : List.of(letters, ideographs)) {
                assertThat(title.length()).isEqualTo(SearchQuery.MAX_LENGTH);
                assertThat(papers.find(title)).startsWith(title.equals(letters) ? 1 : 2);
            }
        }
    }

    private static List<PaperId> found(String query) throws IOException {
        return found(SearchQuery.read(query));
    }

    private static List<PaperId> found(SearchQuery query) throws IOException {
        return PAPERS
                .search()
                .find(query, By.WORDS, SearchFilter.NONE, TITLE_OF.size())
                .hits()
                .stream()
                .map(Hit::id)
                .toList();
    }
}
