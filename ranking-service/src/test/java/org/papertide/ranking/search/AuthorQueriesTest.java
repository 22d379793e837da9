package org.papertide.ranking.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.Test;
import org.papertide.text.PersonName;

/**
 * What a filter of a subscription lets pass, the search by author finds, and beyond that only names
 * that contradict an initial.
 */
class AuthorQueriesTest {

    private static final String NUMBER = "number";

    /** Of longer names the search wants each word as it is. */
    private static final int MOST_WORDS_WITH_INITIALS = 4;

    private static final List<String> FIRST =
            List.of(
                    "Ada",
                    "Andrew",
                    "Éva",
                    "Jean-Luc",
                    "Łukasz",
                    "Yang",
                    "Øystein",
                    "Íñigo",
                    "Anne-Marie",
                    "Þóra",
                    "Li",
                    "Surya",
                    "Ólöf",
                    "Jörg",
                    "Иван",
                    "Ŋarla");

    private static final List<String> LAST =
            List.of(
                    "Saxe",
                    "Ebb",
                    "van den Berg",
                    "O'Dowd",
                    "d’Ormesson",
                    "Müller",
                    "Yang",
                    "Li",
                    "de la Cruz",
                    "Ærø",
                    "Straße",
                    "Əliyev",
                    "Smith-Ebb",
                    "Иванов",
                    "Sørensen",
                    "al-Ħasan");

    private final Random random = new Random(11);

    private String one(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** In one of the ways in which papers and readers write it. */
    private String written(List<String> given, String last) {
        List<String> words = new ArrayList<>();
        for (String name : given) {
            switch (random.nextInt(3)) {
                case 0 -> words.add(name.charAt(0) + ".");
                case 1 -> words.add(name);
                default -> words.add(random.nextInt(3) == 0 ? plain(name) : name);
            }
        }
        String before = String.join(random.nextInt(4) == 0 ? "" : " ", words);
        String sure =
                switch (random.nextInt(6)) {
                    case 0 -> last.charAt(0) + ".";
                    case 1 -> plain(last);
                    default -> last;
                };
        return switch (random.nextInt(5)) {
            case 0 -> sure + ", " + before;
            case 1 -> sure + " " + before;
            case 2 -> sure;
            default -> before + " " + sure;
        };
    }

    private static String plain(String name) {
        return String.join(
                " ", Words.of(Words.NAMES, name, 8).stream().map(Words.Word::term).toList());
    }

    /** So many that a name has eight words at most: the search looks no further. */
    private List<String> given() {
        List<String> given = new ArrayList<>(List.of(one(FIRST)));
        if (random.nextInt(2) == 0) {
            given.add(one(FIRST));
        }
        return given;
    }

    @Test
    void findsByAuthorWhatAFilterLetsPass() throws IOException {
        List<String> authors = new ArrayList<>();
        for (int number = 0; number < 1_500; number++) {
            authors.add(written(given(), one(LAST)));
        }
        int found = 0;
        int others = 0;
        try (Directory directory = index(authors);
                DirectoryReader reader = DirectoryReader.open(directory)) {
            IndexSearcher searcher = new IndexSearcher(reader);
            for (int round = 0; round < 400; round++) {
                String wanted = written(given(), one(LAST));
                PersonName name = new PersonName(wanted);
                List<String> hits = find(searcher, wanted, authors);
                PersonName withoutInitials = new PersonName(withoutInitials(wanted));
                for (String hit : hits) {
                    PersonName author = new PersonName(hit);
                    boolean passes = name.finds(author);
                    assertThat(passes || withoutInitials.finds(author))
                            .as("%s, found by %s, passes, or an initial is another", hit, wanted)
                            .isTrue();
                    others += passes ? 0 : 1;
                }
                assertThat(hits.isEmpty() || PersonName.isName(wanted)).as(wanted).isTrue();
                found += hits.size();
                if (Words.of(Words.NAMES, wanted, 8).size() > MOST_WORDS_WITH_INITIALS) {
                    continue;
                }
                assertThat(authors.stream().filter(author -> !hits.contains(author)))
                        .as("nothing else passes %s, but for apostrophes", wanted)
                        .allMatch(author ->
                                !name.finds(new PersonName(author))
                                        || author.matches(".*['\u2019].*"));
            }
        }
        assertThat(found).isGreaterThan(5_000);
        assertThat(others).as("some initials are others").isBetween(found / 100, found / 4);
    }

    /** As far as a search asks for them: beside a single word it asks for the first. */
    private static String withoutInitials(String name) {
        List<String> words = new ArrayList<>();
        List<String> initials = new ArrayList<>();
        for (Words.Word word : Words.of(Words.NAMES, name, 8)) {
            (PersonName.isInitial(word.term()) ? initials : words).add(word.term());
        }
        if (words.size() == 1) {
            initials.stream().limit(1).forEach(words::add);
        }
        return String.join(" ", words);
    }

    private static Directory index(List<String> authors) throws IOException {
        Directory directory = new ByteBuffersDirectory();
        try (IndexWriter writer =
                new IndexWriter(directory, new IndexWriterConfig(Words.ofFields()))) {
            for (int number = 0; number < authors.size(); number++) {
                Document document = new Document();
                document.add(new StoredField(NUMBER, number));
                document.add(
                        new TextField(PaperDocument.AUTHORS, authors.get(number), Field.Store.NO));
                document.add(
                        new TextField(PaperDocument.INITIALS, authors.get(number), Field.Store.NO));
                writer.addDocument(document);
            }
        }
        return directory;
    }

    private static List<String> find(IndexSearcher searcher, String wanted, List<String> authors)
            throws IOException {
        List<String> found = new ArrayList<>();
        for (ScoreDoc hit : searcher.search(new AuthorQueries().next(wanted), 2_000).scoreDocs) {
            Document document = searcher.storedFields().document(hit.doc);
            found.add(authors.get(document.getField(NUMBER).numericValue().intValue()));
        }
        return found;
    }
}
