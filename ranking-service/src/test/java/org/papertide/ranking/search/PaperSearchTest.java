package org.papertide.ranking.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.papertide.ranking.search.Papers.LISTED;
import static org.papertide.ranking.search.Papers.id;
import static org.papertide.ranking.search.Papers.paper;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.Links;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.PaperStatus;
import org.papertide.testing.SamplePaper;

class PaperSearchTest {

    private final Papers papers = new Papers();

    @AfterEach
    void close() throws IOException {
        papers.close();
    }

    @Test
    void findsWordsInAnyFormAndTheTitleBeforeTheAbstract() throws IOException {
        papers.add(
                paper(1, "On the matter of gardens", "Networks are mentioned once.").build(),
                paper(2, "A neural network for gardens", "It grows.").build(),
                paper(3, "Nothing of the kind", "At all.").build());
        assertThat(papers.find("networks")).containsExactly(2, 1);
        assertThat(papers.find("NETWORK’s")).containsExactly(2, 1);
    }

    @Test
    void findsPapersWithoutTheWordsByWhatTheyMean() throws IOException {
        papers.add(
                        paper(1, "Teaching small models", "From big ones.").build(),
                        paper(2, "Distillation", "A student learns.").build(),
                        paper(3, "Growing tomatoes", "In gardens.").build())
                .means(1, 1, 0.2f, 0)
                .means(2, 1, 0, 0)
                .means(3, 0, 0, 1)
                .queriesMean(1, 0, 0);
        assertThat(papers.find("compression", By.WORDS, SearchFilter.NONE)).isEmpty();
        assertThat(papers.find("compression", By.MEANING, SearchFilter.NONE)).startsWith(2, 1);
        assertThat(papers.find("teaching", By.BOTH, SearchFilter.NONE)).startsWith(1, 2);
    }

    /** As while a model changes, or before the first vectors are made. */
    @Test
    void aPaperWithoutAVectorIsJudgedByItsWords() throws IOException {
        papers.add(
                        paper(1, "Tidal attention networks", "For long texts.").build(),
                        paper(2, "Tidal power", "In bays.").build(),
                        paper(3, "Attention", "In schools.").build())
                .means(2, 0.6f, 0.8f)
                .means(3, 0.5f, 0.8f)
                .queriesMean(1, 0);
        assertThat(papers.find("tidal attention networks training")).startsWith(1);
        assertThat(papers.find("tidal attention zzzyx qqqv")).startsWith(1);
    }

    /** A word that is mistyped does not make the others weigh less. */
    @Test
    void wordsThatNoPaperHasTakeNothingFromTheOthers() throws IOException {
        papers.add(
                        paper(1, "Tidal attention", "For long texts.").build(),
                        paper(2, "Sourdough", "At home.").build())
                .means(1, 0.1f, 1)
                .means(2, 0.8f, 0.6f)
                .queriesMean(1, 0);
        assertThat(papers.find("tidal attention")).startsWith(1);
        assertThat(papers.find("tidal attention netwroks trasnformer lagnuage")).startsWith(1);
    }

    /** Names are known words, though no title has them. */
    @Test
    void meaningFillsInForAMistypedWordAndNotForAName() throws IOException {
        papers.add(
                        paper(1, "Power of the sea", "It is tidal, they say.").build(),
                        paper(2, "Sourdough", "At home.").authors(List.of("Ada Quark")).build())
                .means(1, 0.6f, 0.8f)
                .means(2, 0, 1)
                .queriesMean(1, 0);
        double plain = relevanceOfTheFirst("tidal");
        assertThat(relevanceOfTheFirst("tidal enrgy")).isGreaterThan(plain);
        assertThat(relevanceOfTheFirst("tidal quark")).isEqualTo(plain);
    }

    private double relevanceOfTheFirst(String query) throws IOException {
        return papers
                .search()
                .find(SearchQuery.read(query), By.BOTH, SearchFilter.NONE, 10)
                .hits()
                .stream()
                .filter(hit -> hit.id().equals(id(1)))
                .findFirst()
                .orElseThrow()
                .relevance();
    }

    /** What is read for its meaning is the whole sentence. */
    @Test
    void scoresAQuestionByItsOwnWords() throws IOException {
        papers.add(
                        paper(1, "LoRA", "Small matrices.").build(),
                        paper(2, "How this does work", "How does it, how does it work?").build())
                .means(1, 0, 1)
                .means(2, 0, 1)
                .queriesMean(1, 0);
        assertThat(papers.find("How does LoRA work?")).startsWith(1);
        assertThat(papers.find("How does LoRA work?", By.WORDS, SearchFilter.NONE))
                .containsExactly(1);
        assertThat(papers.questions).contains("How does LoRA work?");
        Paper other = paper(2, "How LoRA does its work", "x").build();
        Match match =
                Matching.of(SearchQuery.read("How does LoRA work?"))
                        .match(new Hit(other.id(), 1, 1, false, null), other);
        assertThat(match.words()).containsExactly("LoRA");
    }

    /** Every query has nearest papers, also one that means nothing. */
    @Test
    void leavesOutPapersThatAreNoNearerThanNonsense() throws IOException {
        papers.add(
                        paper(1, "Growing tomatoes", "In gardens.").build(),
                        paper(2, "Distillation", "A student learns.").build(),
                        paper(3, "Gardens", "In towns.").build())
                .means(1, 0.6f, 0.8f)
                .means(2, 0.4f, 0.9f)
                .means(3, 0, 1)
                .queriesMean(1, 0)
                .floor(0.5f);
        assertThat(papers.find("xqzvw", By.BOTH, SearchFilter.NONE)).containsExactly(1);
        assertThat(papers.find("xqzvw", By.MEANING, SearchFilter.NONE)).containsExactly(1);
        // A paper that has a word of the query is found for it.
        assertThat(papers.find("gardens", By.BOTH, SearchFilter.NONE))
                .containsExactlyInAnyOrder(1, 3);
        papers.floor(0.7f);
        assertThat(papers.find("xqzvw", By.BOTH, SearchFilter.NONE)).isEmpty();
        // What is like a paper is asked for as it is.
        assertThat(Papers.numbers(similar(3))).containsExactlyInAnyOrder(1, 2);
    }

    /** The best of all times and the newest are two searches for one query. */
    @Test
    void asksOnceWhatAQueryMeansHoweverOftenItIsSearchedFor() throws IOException {
        papers.add(paper(1, "Distillation", "A student learns.").build())
                .means(1, 1, 0)
                .queriesMean(1, 0);
        PaperSearch search = papers.search();
        PaperSearch.Question question =
                search.question(SearchQuery.read("compression"), By.MEANING);
        for (int times = 0; times < 3; times++) {
            assertThat(search.find(question, SearchFilter.NONE, 10).hits()).hasSize(1);
        }
        assertThat(papers.questions).containsExactly("compression");
        assertThat(search.question(SearchQuery.read("\"compression\""), By.WORDS).vector())
                .isNull();
        assertThat(papers.questions).as("words need none").hasSize(1);
    }

    @Test
    void findsByWordsWhereNobodyKnowsWhatTextsMean() throws IOException {
        papers.add(paper(1, "Deep linear networks", "Learn.").build()).means(1, 1, 0);
        Found found =
                papers.search().find(SearchQuery.read("linear"), By.BOTH, SearchFilter.NONE, 10);
        assertThat(found.by()).isEqualTo(By.WORDS);
        assertThat(Papers.numbers(found)).containsExactly(1);
    }

    @Test
    void findsAPaperFirstByItsTitleOrAnId() throws IOException {
        papers.add(
                paper(1, "Attention is all you need", "We show it.").build(),
                paper(2, "All you need: attention, attention, attention", "Attention.").build(),
                paper(3, "Another", "One.")
                        .aliases(List.of(new PaperId("doi:10.1000/abc")))
                        .build());
        assertThat(papers.find("attention is all you need!")).startsWith(1);
        assertThat(papers.find("https://arxiv.org/abs/2501.00002v3")).containsExactly(2);
        assertThat(papers.find("10.1000/ABC")).containsExactly(3);
        assertThat(papers.find("attention id:2501.00001")).containsExactly(1);
    }

    @Test
    void findsAnAuthorByAnySpellingTheNewestFirst() throws IOException {
        papers.add(
                paper(1, "Old", "x").authors(List.of("Andrew M. Saxe", "A. Other")).build(),
                paper(2, "Other", "x").authors(List.of("Andrew Ng", "Surya Saxe")).build(),
                SamplePaper.of(id(3), LISTED.plusSeconds(60))
                        .title("New")
                        .authors(List.of("Zhang, Wei", "Saxe, Andrew"))
                        .categories("hep-ex")
                        .build(),
                paper(4, "Umlaut", "x").authors(List.of("Jürgen Schmidhuber")).build(),
                paper(5, "Without", "x").authors(List.of("Juergen Schmidhuber")).build());
        assertThat(ofAuthor(SearchFilter.NONE, "Andrew Saxe")).containsExactly(3, 1);
        assertThat(ofAuthor(new SearchFilter("hep-ex", null, null, false), "andrew saxe"))
                .containsExactly(3);
        assertThat(ofAuthor(SearchFilter.NONE, "Jurgen Schmidhuber", "Juergen Schmidhuber"))
                .containsExactlyInAnyOrder(4, 5);
        assertThat(ofAuthor(SearchFilter.NONE, "!!!", "A.")).isEmpty();
    }

    @Test
    void findsAnAuthorHoweverTheNameIsWritten() throws IOException {
        papers.add(
                paper(1, "A", "x").authors(List.of("Ludwig van den Berg", "Li Wei")).build(),
                paper(2, "B", "x").authors(List.of("Conan O'Brien")).build(),
                paper(3, "C", "x").authors(List.of("王伟", "Jean-Luc d'Ormesson")).build(),
                paper(4, "D", "x").authors(List.of("山田 太郎")).build(),
                paper(5, "E", "x").authors(List.of("Łukasz Kaiser", "J. R. R. Tolkien")).build());
        assertThat(papers.find("author:\"van den Berg, L.\"")).containsExactly(1);
        assertThat(papers.find("author:\"Berg\"")).containsExactly(1);
        assertThat(papers.find("author:O’Brien")).containsExactly(2);
        assertThat(papers.find("author:王伟")).containsExactly(3);
        assertThat(papers.find("author:\"jean luc\"")).containsExactly(3);
        assertThat(papers.find("author:\"太郎 山田\"")).containsExactly(4);
        assertThat(papers.find("author:Lukasz")).containsExactly(5);
        assertThat(papers.find("author:\"Tolkien, J.R.R.\"")).containsExactly(5);
        assertThat(papers.find("author：ＫＡＩＳＥＲ")).containsExactly(5);
    }

    /** As readers, papers and bibliographies write names. */
    @Test
    void findsAnAuthorByInitialsAndInTheirPlace() throws IOException {
        papers.add(
                paper(1, "A", "x").authors(List.of("Ada Quark", "Yann LeCun")).build(),
                paper(2, "B", "x").authors(List.of("Y. LeCun")).build(),
                paper(3, "C", "x").authors(List.of("LeCun, Yann A.")).build(),
                paper(4, "D", "x").authors(List.of("Y.A.LeCun", "Ada Quark")).build(),
                paper(5, "E", "x").authors(List.of("Marie LeCun", "Y. Quark")).build(),
                paper(6, "F", "x").authors(List.of("Yann Quark", "A. LeCun")).build(),
                paper(7, "G", "x").authors(List.of("Ludwig van den Berg")).build(),
                paper(8, "H", "x").authors(List.of("L. van den Berg")).build(),
                paper(9, "I", "x").authors(List.of("Wei Li")).build());
        for (String name :
                List.of(
                        "Yann LeCun",
                        "LeCun, Yann",
                        "Y. LeCun",
                        "LeCun, Y.",
                        "lecun y",
                        "Y.A. LeCun",
                        "Yann A. LeCun",
                        "ＹＡＮＮ ＬＥＣＵＮ")) {
            assertThat(papers.find("author:\"" + name + '"'))
                    .as(name)
                    .containsExactlyInAnyOrder(1, 2, 3, 4);
            assertThat(ofAuthor(SearchFilter.NONE, name))
                    .as(name)
                    .containsExactlyInAnyOrder(1, 2, 3, 4);
        }
        assertThat(papers.find("author:lecun")).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6);
        assertThat(papers.find("author:\"M. LeCun\"")).containsExactly(5);
        assertThat(papers.find("author:\"Ludwig van den Berg\"")).containsExactlyInAnyOrder(7, 8);
        assertThat(papers.find("author:\"Berg, L. van den\"")).containsExactlyInAnyOrder(7, 8);
        // A word counts once: the initial is that of another word.
        assertThat(papers.find("author:\"L. Li\"")).isEmpty();
        assertThat(papers.find("author:\"W. Li\"")).containsExactly(9);
        assertThat(papers.find("author:\"Y. A.\"")).isEmpty();
        assertThat(papers.find("ada quark -author:\"Y. LeCun\"", By.WORDS, SearchFilter.NONE))
                .containsExactlyInAnyOrder(5, 6);
    }

    /** As in subscriptions: a name with one of the words is not one with both. */
    @Test
    void countsNoWordOfANameTwice() throws IOException {
        papers.add(
                paper(1, "A", "x").authors(List.of("Yang Yang")).build(),
                paper(2, "B", "x").authors(List.of("Jie Yang", "Yang Li")).build(),
                paper(3, "C", "x").authors(List.of("Yang, Y.")).build(),
                paper(4, "D", "x").authors(List.of("Fei-Fei Li")).build(),
                paper(5, "E", "x").authors(List.of("Fei Li")).build(),
                paper(6, "F", "x").authors(List.of("F.-F. Li")).build(),
                paper(7, "G", "x").authors(List.of("Li Lin")).build(),
                paper(8, "H", "x").authors(List.of("L. Lin", "L. Li")).build(),
                paper(9, "I", "x").authors(List.of("Lin, Lou Li")).build(),
                paper(10, "J", "x").authors(List.of("L. L. Li")).build(),
                paper(11, "K", "x").authors(List.of("王 王")).build(),
                paper(12, "L", "x").authors(List.of("王 伟")).build());
        assertThat(papers.find("author:\"Yang Yang\"")).containsExactlyInAnyOrder(1, 3);
        assertThat(papers.find("author:\"Fei-Fei Li\"")).containsExactlyInAnyOrder(4, 6);
        assertThat(papers.find("author:\"Fei Li\"")).containsExactlyInAnyOrder(4, 5, 6);
        assertThat(papers.find("author:\"Lin Li\"")).containsExactlyInAnyOrder(7, 8, 9, 10);
        assertThat(papers.find("author:\"Li Lou Lin\"")).containsExactlyInAnyOrder(9, 10);
        assertThat(papers.find("author:\"王 王\"")).containsExactly(11);
        assertThat(ofAuthor(SearchFilter.NONE, "Yang Yang")).containsExactlyInAnyOrder(1, 3);
        assertThat(papers.find("x -author:\"Yang Yang\" -author:\"Fei-Fei Li\""))
                .containsExactlyInAnyOrder(2, 5, 7, 8, 9, 10, 11, 12);
    }

    /** Where there are more of them than have initials in their place. */
    @Test
    void countsNoWordOfALongNameOrOfManyTwice() throws IOException {
        papers.add(
                paper(1, "A", "x").authors(List.of("Ana Ana Bo Cy Di", "E F", "Yang Yang")).build(),
                paper(2, "B", "x").authors(List.of("Ana Bo Cy Di", "E F", "Jie Yang")).build());
        assertThat(papers.find("author:\"Ana Bo Cy Di Ana\"")).containsExactly(1);
        for (int authors : List.of(4, 8)) {
            StringBuilder query = new StringBuilder();
            for (int author = 0; author < authors; author++) {
                query.append("author:\"ana ")
                        .append(List.of("bo", "cy", "di").get(author % 3))
                        .append(" a".repeat(author / 3))
                        .append("\" ");
            }
            assertThat(papers.find(query + "author:\"Yang Yang\""))
                    .as("%s", query)
                    .containsExactly(1);
        }
    }

    /** In these scripts one sign is a word: of a name, or a name of its own. */
    @Test
    void findsAnAuthorBySignsThatAreNoInitials() throws IOException {
        papers.add(
                paper(1, "A", "x").authors(List.of("あべ しんぞう")).build(),
                paper(2, "B", "x").authors(List.of("김 민수")).build(),
                paper(3, "C", "x").authors(List.of("김 서연")).build(),
                paper(4, "D", "x").authors(List.of("Лев Толстой")).build(),
                paper(5, "E", "x").authors(List.of("Κώστας Παπάς")).build());
        assertThat(papers.find("author:あべ")).containsExactly(1);
        assertThat(papers.find("author:\"しんぞう あべ\"")).containsExactly(1);
        assertThat(papers.find("author:김")).containsExactlyInAnyOrder(2, 3);
        assertThat(papers.find("author:\"김 민수\"")).containsExactly(2);
        assertThat(papers.find("author:\"민 김\"")).isEmpty();
        assertThat(papers.find("author:\"Л. Толстой\"")).containsExactly(4);
        assertThat(papers.find("author:\"Л. Н. \"")).isEmpty();
        assertThat(papers.find("author:\"Κ. Παπάς\"")).containsExactly(5);
    }

    /** Joiners and the like, which come with a text that was copied, and which nobody types. */
    @ParameterizedTest
    @ValueSource(ints = {0x200C, 0x200D, 0x034F, 0xFE0F, 0x115F, 0x3164, 0xE0100})
    void findsAWordWithSignsInItThatNobodySees(int sign) throws IOException {
        String unseen = Character.toString(sign);
        papers.add(
                paper(1, "On trans" + unseen + "formers", "Of self-atten" + unseen + "tion.")
                        .authors(List.of("Ada Qu" + unseen + "ark"))
                        .build(),
                paper(2, "On transformers", "Of self-attention.")
                        .authors(List.of("A. Quark"))
                        .build());
        for (String query :
                List.of(
                        "transformer",
                        "\"transformers\"",
                        "selfattention",
                        "author:quark",
                        "author:\"Ada Quark\"")) {
            assertThat(papers.find(query)).as(query).containsExactlyInAnyOrder(1, 2);
        }
        assertThat(papers.find("tran" + unseen + "sformers")).containsExactlyInAnyOrder(1, 2);
        assertThat(papers.find("author:q" + unseen + "uark")).containsExactlyInAnyOrder(1, 2);
        assertThat(match("transformers", "On trans" + unseen + "formers.").highlights())
                .first()
                .extracting(title -> title.parts().get(1))
                .isEqualTo(new Highlight.Part("trans" + unseen + "formers", true));
    }

    /** Words as authors and readers write them: the form differs, the word does not. */
    @Test
    void findsAWordInEveryWayItIsWritten() throws IOException {
        papers.add(
                paper(1, "Self-attention at 10ms", "The author's GPT-4 costs 3.5% of it.").build(),
                paper(2, "Another", "x").build());
        for (String query :
                List.of(
                        "self attention",
                        "\"self‐attention\"",
                        "\"Self–Attention\"",
                        "ｓｅｌｆ－ａｔｔｅｎｔｉｏｎ",
                        "10ms",
                        "\"10MS\"",
                        "gpt-4",
                        "\"GPT 4\"",
                        "\"author’s gpt\"",
                        "authors",
                        "\"3.5%\"",
                        "\"３．５％\"")) {
            assertThat(papers.find(query)).as(query).containsExactly(1);
        }
    }

    /** As one word, with a hyphen, or as two; each finds the others. */
    @Test
    void findsJoinedWordsByEachOtherInEverySpelling() throws IOException {
        List<List<String>> spellings =
                List.of(
                        List.of("pretraining", "pre-training", "pre training"),
                        List.of("finetuned", "fine-tuned", "fine tuned"),
                        List.of("GPT4", "GPT-4", "GPT 4"),
                        List.of("multimodal", "multi‐modal", "multi modal"),
                        List.of("backpropagation", "back–propagation", "back propagation"));
        int number = 0;
        for (List<String> spelling : spellings) {
            for (String each : spelling) {
                number++;
                papers.add(paper(number, "Tides of " + each, "A " + each + " sea.").build());
            }
        }
        for (int group = 0; group < spellings.size(); group++) {
            int first = group * 3 + 1;
            for (String query : spellings.get(group)) {
                List<Integer> found = papers.find(query, By.WORDS, SearchFilter.NONE);
                assertThat(found.subList(0, 3))
                        .as(query)
                        .containsExactlyInAnyOrder(first, first + 1, first + 2);
                Match match = match(query, "Tides of " + spellings.get(group).getFirst());
                assertThat(match.words()).as(query).isNotEmpty();
                for (String each : spellings.get(group)) {
                    assertThat(match("old " + query, "Tides, " + each).words())
                            .as("%s in %s", query, each)
                            .isNotEmpty();
                }
            }
        }
        assertThat(papers.find("training", By.WORDS, SearchFilter.NONE)).doesNotContain(1);
    }

    /** As subscriptions do. The stem of some words differs from the word: claud, offic. */
    @Test
    void findsANumberBehindAWordWhateverIsBetween() throws IOException {
        List<String> words = List.of("GPT", "Qwen", "Claude", "Office", "Battles");
        List<String> numbers = List.of("4", "31", "3.5", "2.5.1", "0,7");
        List<String> between = List.of("", "-", " ");
        int number = 0;
        for (String word : words) {
            for (String version : numbers) {
                for (String sign : between) {
                    number++;
                    papers.add(paper(number, "On " + word + sign + version, "x").build());
                }
            }
        }
        int first = 1;
        for (String word : words) {
            for (String version : numbers) {
                for (String sign : between) {
                    String query = word + sign + version;
                    List<Integer> found = papers.find(query, By.WORDS, SearchFilter.NONE);
                    assertThat(found.subList(0, 3))
                            .as(query)
                            .containsExactlyInAnyOrder(first, first + 1, first + 2);
                    assertThat(sign.isEmpty() ? found.size() : 3).as(query).isEqualTo(3);
                }
                first += 3;
            }
        }
    }

    /** Also where the word before the hyphen, or behind it, has a number in it. */
    @Test
    void findsJoinedWordsOfWhichOneHasANumber() throws IOException {
        papers.add(
                paper(1, "Of Llama3.1-Instruct", "x").build(),
                paper(2, "Of Llama3.1Instruct", "x").build(),
                paper(3, "Of 1Instruct", "x").build());
        assertThat(papers.find("Llama3.1Instruct", By.WORDS, SearchFilter.NONE))
                .containsExactlyInAnyOrder(1, 2);
    }

    private static Match match(String query, String title) {
        Paper paper = paper(99, title, "x").build();
        return Matching.of(SearchQuery.read(query))
                .match(new Hit(paper.id(), 1, 1, false, null), paper);
    }

    @Test
    void marksTwoWordsThatAreLookedForAsOne() {
        assertThat(match("pretraining", "On pre-training, pretrained").highlights().getFirst())
                .isEqualTo(
                        new Highlight(
                                "title",
                                List.of(
                                        new Highlight.Part("On ", false),
                                        new Highlight.Part("pre-training", true),
                                        new Highlight.Part(", ", false),
                                        new Highlight.Part("pretrained", true))));
    }

    /** It counts as much as the spelling that was asked for, and both count once. */
    @Test
    void theSpellingOfAWordDoesNotDecideWhatComesFirst() throws IOException {
        papers.add(
                paper(1, "Pretraining", "x").build(),
                paper(2, "Pre-training", "x").build(),
                paper(3, "Training a swimmer", "Before a race, pre and post.").build(),
                paper(4, "Foam", "Of pre-training, training, pretraining, trained.").build());
        for (String query : List.of("pretraining", "pre-training", "pre training")) {
            assertThat(papers.find(query, By.WORDS, SearchFilter.NONE).subList(0, 2))
                    .as(query)
                    .containsExactlyInAnyOrder(1, 2);
        }
    }

    @Test
    void leavesOutWhatIsExcluded() throws IOException {
        papers.add(
                        paper(1, "Deep networks: a survey", "x").build(),
                        paper(2, "On deep networks", "Of linear networks.").build(),
                        paper(3, "On deep networks", "x").authors(List.of("Andrew Saxe")).build(),
                        paper(4, "On deep networks", "x").categories("cs.CV").build(),
                        paper(5, "On deep networks", "x").build())
                .means(1, 1, 0)
                .means(5, 0, 1)
                .queriesMean(1, 0);
        assertThat(papers.find("deep networks -survey")).containsExactlyInAnyOrder(2, 3, 4, 5);
        assertThat(papers.find("deep networks -surveys", By.MEANING, SearchFilter.NONE))
                .containsExactly(5);
        assertThat(papers.questions).contains("deep networks");
        assertThat(
                        papers.find(
                                "deep networks -survey -\"linear networks\" -author:saxe"
                                        + " -category:cs.CV"))
                .containsExactly(5);
        assertThat(papers.find("-survey")).startsWith(1);
        assertThat(papers.find("deep networks: a -survey")).as("a whole title").startsWith(1);
    }

    /** As programs and bibliographies write it. */
    @Test
    void findsWordsThatAColonAnUnderscoreOrADotJoins() throws IOException {
        papers.add(
                paper(1, "The max_length:limit of cs.LG at 3.5", "It ends.Then it begins.")
                        .authors(List.of("Y.LeCun"))
                        .build(),
                paper(2, "Another", "x").authors(List.of("Ada Quark")).build());
        for (String query :
                List.of(
                        "\"max length\"",
                        "max_length",
                        "limit",
                        "\"length limit\"",
                        "cs.LG",
                        "3.5",
                        "\"ends then\"",
                        "author:LeCun",
                        "author:Y.LeCun",
                        "author:lecun_y",
                        "Y.LeCun")) {
            assertThat(papers.find(query)).as(query).containsExactly(1);
        }
        assertThat(papers.find("lg")).isEmpty();
    }

    @Test
    void findsGreekLettersByTheirNames() throws IOException {
        papers.add(
                paper(1, "$\\beta$-VAE", "With $\\ell_1$ norms.").build(),
                paper(2, "beta-VAE", "With L1 norms.").build(),
                paper(3, "A VAE", "With others.").build());
        for (String query :
                List.of("\"beta-VAE\"", "\"β-VAE\"", "\"$\\beta$ vae\"", "\"𝛽 vae\"")) {
            assertThat(papers.find(query)).as(query).containsExactlyInAnyOrder(1, 2);
        }
        for (String query : List.of("\"l1\"", "\"ℓ₁\"", "\"$\\ell_1$ norms\"", "L¹")) {
            assertThat(papers.find(query)).as(query).containsExactlyInAnyOrder(1, 2);
        }
    }

    @Test
    void findsBritishAndAmericanSpellingByEachOther() throws IOException {
        papers.add(
                paper(1, "Optimising neighbourhood behaviour", "We analyse a centre.").build(),
                paper(2, "Optimizing neighborhood behavior", "We analyze a center.").build(),
                paper(3, "Supervised noise", "x").build());
        for (String query :
                List.of(
                        "optimisation",
                        "optimizer",
                        "neighbourhoods",
                        "neighborhood",
                        "behavioural",
                        "\"analysed centres\"",
                        "\"analyzing centers\"")) {
            String words = query.replace(" ", " a ");
            assertThat(papers.find(words)).as(words).containsExactlyInAnyOrder(1, 2);
        }
        assertThat(papers.find("supervision")).containsExactly(3);
        assertThat(papers.find("noises")).containsExactly(3);
    }

    /** As it stands in the text, whatever it was found by. */
    @Test
    void marksTheWordAsItIsWritten() {
        Paper paper = paper(1, "Behaviour of β_1:norms in ℓ₁", "x").build();
        assertThat(
                        Matching.of(SearchQuery.read("behavior beta norm l1"))
                                .match(new Hit(paper.id(), 1, 1, false, null), paper)
                                .highlights()
                                .getFirst()
                                .parts())
                .filteredOn(Highlight.Part::marked)
                .extracting(Highlight.Part::text)
                .containsExactly("Behaviour", "β", "norms", "ℓ₁");
    }

    /** Text without spaces is cut at a word as well. */
    @Test
    void showsThePartOfATextWithoutSpacesThatHasTheWord() {
        String text = "機器學習的模型".repeat(60) + "注意力" + "𠮷野家".repeat(60);
        Paper paper = Papers.paper(1, "A paper", text).build();
        Highlight part =
                Matching.of(SearchQuery.ofWords("注意"))
                        .match(new Hit(paper.id(), 1, 1, true, null), paper)
                        .highlights()
                        .get(1);
        assertThat(part.parts()).anyMatch(Highlight.Part::marked);
        assertThat(part.parts())
                .allSatisfy(each -> {
                    assertThat(Character.isLowSurrogate(each.text().charAt(0))).isFalse();
                    assertThat(
                                    Character.isHighSurrogate(
                                            each.text().charAt(each.text().length() - 1)))
                            .isFalse();
                });
    }

    private List<Integer> ofAuthor(SearchFilter filter, String... names) throws IOException {
        return papers.search().findOfAuthor(List.of(names), filter, 100).stream()
                .map(hit -> Integer.valueOf(hit.id().name().substring("2501.".length())))
                .toList();
    }

    @Test
    void narrowsByPhraseAuthorAndCategory() throws IOException {
        papers.add(
                paper(1, "Deep linear networks", "x")
                        .authors(List.of("Andrew M. Saxe", "Surya Ganguli"))
                        .build(),
                paper(2, "Linear deep networks", "x")
                        .authors(List.of("Surya Saxe", "Andrew Ng"))
                        .categories("stat.ML", "cs.LG")
                        .build(),
                paper(3, "Networks", "deep linear\nnetworks")
                        .authors(List.of("Jürgen Schmidhuber"))
                        .categories("hep-ex")
                        .build());
        assertThat(papers.find("\"deep linear networks\"")).containsExactlyInAnyOrder(1, 3);
        assertThat(papers.find("author:saxe networks")).containsExactlyInAnyOrder(1, 2);
        assertThat(papers.find("author:\"A. Saxe\"")).containsExactly(1);
        assertThat(papers.find("author:\"saxe, andrew\"")).containsExactly(1);
        assertThat(papers.find("author:schmidhuber")).containsExactly(3);
        assertThat(papers.find("category:CS.lg")).containsExactlyInAnyOrder(1, 2);
        assertThat(papers.find("category:hep-ex category:stat.ML networks"))
                .containsExactlyInAnyOrder(2, 3);
        assertThat(papers.find("schmidhuber")).containsExactly(3);
        assertThat(papers.find("\"networks deep\"")).isEmpty();
    }

    /** As subscriptions do. */
    @Test
    void takesAnArchiveForAllItsCategories() throws IOException {
        papers.add(
                paper(1, "Networks", "x").categories("cs.LG").build(),
                paper(2, "Networks", "x").categories("stat.ML", "cs.CV").build(),
                paper(3, "Networks", "x").categories("math-ph").build(),
                paper(4, "Networks", "x").categories("math.CO", "math.PR").build(),
                paper(5, "Networks", "x").categories("cs").build());
        assertThat(papers.find("category:cs")).containsExactlyInAnyOrder(1, 2, 5);
        assertThat(papers.find("cat:math networks")).containsExactly(4);
        assertThat(papers.find("category:CS.lg")).containsExactly(1);
        assertThat(papers.find("category:cs.L")).isEmpty();
        assertThat(papers.find("category:stat,math")).containsExactlyInAnyOrder(2, 4);
        assertThat(papers.find("networks -category:cs")).containsExactlyInAnyOrder(3, 4);
        assertThat(papers.find("networks", By.BOTH, new SearchFilter("CS", null, null, false)))
                .containsExactlyInAnyOrder(1, 2, 5);
    }

    @Test
    void filtersByCategoryDateAndCode() throws IOException {
        URI code = URI.create("https://github.com/a/b");
        papers.add(
                        paper(1, "Networks", "x")
                                .links(new Links(null, null, null, code, null))
                                .build(),
                        paper(2, "Networks", "x").categories("hep-ex").build())
                .means(1, 1, 0)
                .means(2, 1, 0)
                .queriesMean(1, 0);
        for (By by : By.values()) {
            assertThat(papers.find("networks", by, new SearchFilter("CS.LG", null, null, false)))
                    .as("%s", by)
                    .containsExactly(1);
            assertThat(papers.find("networks", by, new SearchFilter(null, null, null, true)))
                    .containsExactly(1);
            assertThat(
                            papers.find(
                                    "networks",
                                    by,
                                    new SearchFilter(null, LISTED, LISTED.plusSeconds(1), false)))
                    .containsExactlyInAnyOrder(1, 2);
            assertThat(papers.find("networks", by, new SearchFilter(null, null, LISTED, false)))
                    .isEmpty();
            assertThat(
                            papers.find(
                                    "networks",
                                    by,
                                    new SearchFilter(null, LISTED.plusSeconds(1), null, false)))
                    .isEmpty();
        }
    }

    @Test
    void forgetsPapersThatWereWithdrawnOrMerged() throws IOException {
        papers.add(paper(1, "Networks", "x").build(), paper(2, "Networks", "x").build())
                .means(1, 1, 0)
                .means(2, 1, 0)
                .queriesMean(1, 0);
        papers.add(
                paper(1, "Networks", "x").revision(2).status(PaperStatus.WITHDRAWN, null).build(),
                paper(2, "Networks", "x").revision(2).status(PaperStatus.MERGED, id(3)).build(),
                paper(3, "Networks", "x").aliases(List.of(id(2))).build());
        assertThat(papers.find("networks")).containsExactly(3);
        assertThat(papers.find("2501.00002")).containsExactly(3);
        assertThat(papers.find("2501.00001")).isEmpty();
        assertThat(papers.search().findSimilar(id(1), SearchFilter.NONE, 9)).isEmpty();
        assertThat(papers.search().findSimilar(id(2), SearchFilter.NONE, 9)).isPresent();
        // An earlier revision that comes again changes nothing; a later one lists it again.
        assertThat(papers.add(paper(1, "Networks", "x").build()).find("networks"))
                .containsExactly(3);
        assertThat(papers.add(paper(1, "Networks", "x").revision(3).build()).find("networks"))
                .containsExactlyInAnyOrder(1, 3);
    }

    @Test
    void joinsAPaperAndItsVectorInAnyOrder() throws IOException {
        papers.means(1, 1, 0).queriesMean(1, 0);
        assertThat(papers.find("x")).isEmpty();
        papers.add(paper(1, "Networks", "x").build());
        assertThat(papers.find("y", By.MEANING, SearchFilter.NONE)).containsExactly(1);
        papers.add(paper(1, "Networks again", "x").revision(2).build());
        assertThat(papers.find("again", By.MEANING, SearchFilter.NONE)).containsExactly(1);
        papers.index.apply(List.of(new IndexChange.Meant(id(1), List.of())));
        assertThat(papers.find("again", By.MEANING, SearchFilter.NONE)).isEmpty();
        assertThat(papers.find("again")).containsExactly(1);
    }

    /** Of one model with another count of numbers, and of another model. */
    @Test
    void comparesOnlyVectorsOfThePresentModel() throws IOException {
        papers.add(paper(1, "Networks", "x").build(), paper(2, "Networks", "x").build())
                .means(1, 1, 0, 0)
                .queriesMean(1, 0);
        papers.index.apply(
                List.of(
                        new IndexChange.Meant(
                                id(2), List.of(ModelVector.of("other/1", new float[] {1, 0})))));
        assertThat(papers.find("network", By.MEANING, SearchFilter.NONE)).isEmpty();
        assertThat(papers.find("network")).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void findsSimilarPapersWithoutThePaperItself() throws IOException {
        papers.add(
                        paper(1, "Deep linear networks", "x").build(),
                        paper(2, "Shallow thoughts", "x").build(),
                        paper(3, "Linear networks", "x").build())
                .means(1, 1, 0)
                .means(2, 0.9f, 0.1f)
                .means(3, 0, 1);
        assertThat(Papers.numbers(similar(1))).containsExactly(3);
        papers.queriesMean(1, 0);
        assertThat(Papers.numbers(similar(1))).as("not by words of titles").startsWith(2);
        assertThat(similar(1).by()).isEqualTo(By.MEANING);
        assertThat(papers.search().findSimilar(id(9), SearchFilter.NONE, 10)).isEmpty();
    }

    private Found similar(int number) throws IOException {
        return papers.search()
                .findSimilar(id(number), SearchFilter.NONE, 10)
                .orElseThrow(AssertionError::new);
    }

    @Test
    void listsTheNewestWhereOnlyACategoryIsAskedFor() throws IOException {
        papers.add(paper(1, "Old", "x").build());
        papers.add(
                SamplePaper.of(id(2), LISTED.plus(Duration.ofDays(1))).categories("cs.LG").build());
        assertThat(papers.find("category:cs.LG")).containsExactly(2, 1);
    }

    /** Nobody asked for the newest of all papers. */
    @ParameterizedTest
    @ValueSource(strings = {"of and the", "!!! ???", "\"of\"", "author:!!!", "\"???\" —", "∫"})
    void findsNothingByAQueryWithoutWords(String query) throws IOException {
        papers.add(paper(1, "Networks", "The end.").build()).means(1, 1, 0);
        for (By by : By.values()) {
            assertThat(papers.find(query, by, SearchFilter.NONE)).as("%s", by).isEmpty();
        }
        assertThat(papers.find(query + " category:cs.LG", By.WORDS, SearchFilter.NONE))
                .as("papers of a category")
                .hasSize(SearchQuery.read(query).hasWords() ? 0 : 1);
    }

    @Test
    void comparesNoMeaningOfPunctuation() throws IOException {
        papers.add(paper(1, "Networks", "x").build()).means(1, 1, 0).queriesMean(1, 0);
        assertThat(papers.find("???", By.BOTH, SearchFilter.NONE)).isEmpty();
        assertThat(papers.find("???", By.MEANING, SearchFilter.NONE)).isEmpty();
        assertThat(papers.questions).isEmpty();
    }

    @Test
    void looksForStopWordsAsAPhraseWhereThereAreNoOtherWords() throws IOException {
        papers.add(
                paper(1, "Hamlet", "To be, or not to be: that is the question.").build(),
                paper(2, "Being", "Not to be or to be.").build(),
                paper(3, "Hamlet's ghost", "x").build());
        assertThat(papers.find("to be or not to be")).containsExactly(1);
        assertThat(papers.find("\"not to be\"")).containsExactlyInAnyOrder(1, 2);
        assertThat(papers.find("\"not to be\" hamlet")).startsWith(1);
        assertThat(papers.find("\"that is\" hamlet")).containsExactly(1);
        assertThat(papers.search().find(SearchQuery.read("or not"), By.WORDS, SearchFilter.NONE, 9))
                .extracting(found -> found.hits().getFirst().relevance())
                .isEqualTo(1.0);
    }

    @Test
    void likensNoPapersToOneWithoutWords() throws IOException {
        papers.add(paper(1, "???", "x").build(), paper(2, "Networks", "x").build());
        assertThat(similar(1).hits()).isEmpty();
    }

    /** More than a few: somebody pastes the references of a paper. */
    @Test
    void findsEveryPaperThatIsNamed() throws IOException {
        for (int number = 1; number <= 40; number++) {
            papers.add(paper(number, "Paper " + number, "x").build());
        }
        StringBuilder plain = new StringBuilder();
        StringBuilder operators = new StringBuilder();
        for (int number = 1; number <= 40; number++) {
            plain.append(' ').append(id(number).name());
            operators.append(" id:").append(id(number).name());
        }
        assertThat(papers.find(plain.toString())).hasSize(40);
        assertThat(papers.find(operators.toString())).hasSize(40);
    }

    /** The library makes room for a length before it looks whether there is as much. */
    @Test
    void aDamagedLengthIsAnIndexThatCannotBeRead() {
        assertThatThrownBy(() ->
                        papers.index.search(_ -> {
                            throw new OutOfMemoryError("Java heap space");
                        }))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be read");
    }

    /** Another id beside one behind "id:" is no reason to find neither. */
    @Test
    void findsThePaperOfAnOperatorBesideAnotherId() throws IOException {
        papers.add(paper(1, "One", "x").build(), paper(2, "Two", "x").build());
        assertThat(papers.find("id:" + id(1).name() + " " + id(2).name())).containsExactly(1);
    }
}
