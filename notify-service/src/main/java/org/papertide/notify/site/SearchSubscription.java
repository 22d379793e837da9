package org.papertide.notify.site;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Category;
import org.papertide.events.PaperId;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.SearchedPaper;
import org.papertide.notify.interest.Theme;
import org.papertide.text.PaperText;
import org.papertide.text.PersonName;
import org.papertide.text.query.QueryPart;
import org.papertide.text.query.QueryReader;

/**
 * What a subscription to a search asks for, as its form has it. It lets pass what the search finds;
 * where a subscription cannot ask for all that a search can, it asks for less of it, so that it
 * lets pass that and more, and the notes say what was left out. What the words of the search do not
 * want, it leaves out, and the notes say so too: the search cannot. They also say where it compares
 * words and names more strictly.
 *
 * <p>A search wants all its phrases and all its authors, a subscription one of those that it names.
 * So it names one.
 *
 * @param categories of which papers are to have one
 * @param about what papers are to be about; empty for anything
 * @param notAbout what they are not to be about, where the words of the search say so
 * @param exclude words and phrases of which papers are to hold none
 * @param phrases of which papers are to hold one
 * @param authors of whom one is to have written them
 * @param like identities of papers that they are to be like
 * @param notes what is not as in the search, a sentence each
 */
record SearchSubscription(
        List<String> categories,
        String about,
        List<String> notAbout,
        List<String> exclude,
        List<String> phrases,
        List<String> authors,
        List<String> like,
        List<String> notes) {

    private static final String QUOTE = "[" + QueryReader.QUOTES + "]";

    /** As ranking-service has it. */
    static final QueryReader QUERIES =
            new QueryReader(Category::isName, text -> !PaperId.findAllInText(text).isEmpty());

    /** Behind a word, not of it. */
    private static final Pattern END_OF_WORD = Pattern.compile("(?<![.,;:!?…])[.,;:!?…]+$");

    /** Of shorter words English has no other forms. */
    private static final Pattern WORD_WITH_FORMS = Pattern.compile("\\p{IsLatin}{3}");

    /** Where a clause ends. */
    private static final Pattern CLAUSE = Pattern.compile("[.;:,!?](?=\\s)");

    private static final WishText NONE = new WishText(List.of(), List.of());

    private static final Pattern SPACE = Pattern.compile("\\s+");

    /** Of what is left out, so much is shown. */
    private static final int SHOWN = 60;

    SearchSubscription {
        categories = List.copyOf(categories);
        notAbout = List.copyOf(notAbout);
        exclude = List.copyOf(exclude);
        phrases = List.copyOf(phrases);
        authors = List.copyOf(authors);
        like = List.copyOf(like);
        notes = List.copyOf(notes);
    }

    static SearchSubscription of(SearchQuestion question) {
        Reader reader = new Reader();
        String words = reader.withoutIds(question.text());
        QUERIES.read(QueryReader.line(words)).forEach(reader::add);
        reader.leaveOut(question.narrowing());
        return reader.subscription(question.category());
    }

    /** Takes the parts of a search. */
    private static final class Reader {

        private final List<String> words = new ArrayList<>();
        private final Set<String> phrases = new LinkedHashSet<>();
        private final Set<String> authors = new LinkedHashSet<>();
        private final Set<String> categories = new LinkedHashSet<>();
        private final Set<String> like = new LinkedHashSet<>();
        private final Set<String> excluded = new LinkedHashSet<>();
        private final Set<String> excludedOtherwise = new LinkedHashSet<>();
        private final List<String> notes = new ArrayList<>();
        private boolean phrasesAlone = true;

        void add(QueryPart part) {
            switch (part) {
                case QueryPart.Text(String text, boolean phrase, boolean isExcluded) -> {
                    if (!isExcluded) {
                        want(text, phrase);
                    } else if (SearchedPaper.hasWord(text)) {
                        excluded.add(END_OF_WORD.matcher(text).replaceFirst(""));
                    }
                }
                case QueryPart.Author(String name, boolean isExcluded, String written) ->
                        (isExcluded ? excludedOtherwise : authors).add(isExcluded ? written : name);
                case QueryPart.Categories(
                                List<String> names,
                                boolean isExcluded,
                                String written) -> {
                    if (isExcluded) {
                        excludedOtherwise.add(written);
                    } else {
                        categories.addAll(names);
                    }
                }
                case QueryPart.Paper(String text, boolean _) ->
                        like.add(PaperId.findInText(text).orElseThrow().value());
            }
        }

        /** Takes what is a paper's id as it was typed: "--" and "~" are no LaTeX there. */
        String withoutIds(String typed) {
            if (QueryReader.line(typed).equals(typed.strip())) {
                return typed;
            }
            StringJoiner rest = new StringJoiner(" ");
            SPACE.splitAsStream(typed.strip())
                    .forEach(word -> {
                        String name = word.replaceFirst("(?i)^id:", "");
                        Optional<PaperId> id =
                                name.contains("10.") && name.indexOf('/') >= 0
                                        ? PaperId.findInText(name)
                                        : Optional.empty();
                        id.ifPresentOrElse(paper -> like.add(paper.value()), () -> rest.add(word));
                    });
            return rest.toString();
        }

        private void want(String text, boolean phrase) {
            words.add(text.replaceAll(QUOTE, " "));
            if (phrase && SearchedPaper.hasWord(text)) {
                phrases.add(text);
            } else {
                phrasesAlone = false;
            }
        }

        void leaveOut(Narrowing narrowing) {
            if (!narrowing.from().isEmpty() || !narrowing.until().isEmpty()) {
                notes.add(
                        "A subscription brings new papers: the days that narrow your search are"
                                + " left out.");
            }
            if (narrowing.withCode()) {
                notes.add(
                        "A subscription cannot ask for papers with code: it brings those without"
                                + " code too.");
            }
        }

        SearchSubscription subscription(@Nullable String category) {
            List<String> inAll = categories(category);
            List<String> phrase =
                    one(
                            phrases,
                            "phrases",
                            "hold",
                            "We put the words into the field “What papers should be about, in your"
                                    + " words”.");
            // All that hold the phrase are found, whatever else they are about.
            boolean isPhrase = phrasesAlone && phrases.size() == 1 && !phrase.isEmpty();
            WishText wish = isPhrase ? NONE : wish();
            if (!excludedOtherwise.isEmpty()) {
                notes.add(
                        "A subscription leaves out no authors and no categories: papers of %s come"
                                        .formatted(named(List.copyOf(excludedOtherwise)))
                                + " too.");
            }
            String about = about(String.join(" ", wish.about()));
            List<String> notAbout = notAbout(wish);
            List<String> exclude = exclude();
            List<String> author = author();
            return new SearchSubscription(
                    inAll, about, notAbout, exclude, phrase, author, examples(), notes);
        }

        /** Of a category that is chosen beside the search, papers have to be besides. */
        private List<String> categories(@Nullable String chosen) {
            List<String> named = categories.stream().limit(Interest.MAX_ENTRIES).toList();
            if (named.size() < categories.size()) {
                notes.add(
                        "A subscription names at most %d categories; the others are left out."
                                .formatted(Interest.MAX_ENTRIES));
                named = List.of();
            }
            if (chosen == null) {
                return named;
            }
            if (!categories.isEmpty() && categories.stream().noneMatch(chosen::equalsIgnoreCase)) {
                notes.add(
                        "A subscription cannot ask for two categories at once: it asks for %s, and"
                                        .formatted(chosen)
                                + " not for %s besides.".formatted(String.join(", ", categories)));
            }
            return List.of(chosen);
        }

        /** The first that fits, for papers have to have all of them. */
        private List<String> one(Set<String> all, String what, String verb, String others) {
            List<String> fitting =
                    all.stream()
                            .filter(each ->
                                    each.length() <= Interest.MAX_ENTRY
                                            && SearchedPaper.hasWord(each))
                            .limit(1)
                            .toList();
            if (!all.isEmpty() && fitting.isEmpty()) {
                notes.add(
                        "A subscription takes %s of at most %d characters, so papers need not %s"
                                        .formatted(what, Interest.MAX_ENTRY, verb)
                                + " “%s”. ".formatted(shown(all.iterator().next()))
                                + others);
            } else if (all.size() > 1) {
                notes.add(
                        "A subscription cannot ask for several %s at once: papers have to %s “%s”,"
                                        .formatted(what, verb, fitting.getFirst())
                                + " and need not %s %s. "
                                        .formatted(
                                                verb,
                                                named(
                                                        all.stream()
                                                                .filter(each ->
                                                                        !fitting.contains(each))
                                                                .toList()))
                                + others);
            }
            return fitting;
        }

        /** Papers hold each phrase, also one behind "no": there it is no use to part them. */
        private WishText wish() {
            String all = String.join(" ", words).replaceAll("\\s+", " ").strip();
            if (!SearchedPaper.hasWord(all)) {
                return NONE;
            }
            return phrases.isEmpty()
                    ? WishText.of(List.of(all))
                    : new WishText(List.of(all), List.of());
        }

        private List<String> notAbout(WishText wish) {
            List<String> all = wish.notAbout().stream().distinct().toList();
            List<String> fitting =
                    all.stream()
                            .filter(text -> text.length() <= Theme.MAX_TEXT)
                            .limit(Theme.MAX_TEXTS)
                            .toList();
            if (!fitting.isEmpty()) {
                notes.add(
                        "The search finds papers about %s too. The subscription leaves them out."
                                .formatted(named(fitting)));
            }
            List<String> others = all.stream().filter(text -> !fitting.contains(text)).toList();
            if (!others.isEmpty()) {
                notes.add(
                        ("A subscription leaves out at most %d subjects of at most %d characters"
                                        + " each. It does not leave out %s.")
                                .formatted(Theme.MAX_TEXTS, Theme.MAX_TEXT, named(others)));
            }
            return fitting;
        }

        /** A search leaves out the papers that hold these, whatever they are about. */
        private List<String> exclude() {
            List<String> fitting =
                    excluded.stream()
                            .filter(text -> text.length() <= Interest.MAX_ENTRY)
                            .limit(Interest.MAX_ENTRIES)
                            .toList();
            List<String> others =
                    excluded.stream().filter(text -> !fitting.contains(text)).toList();
            if (!others.isEmpty()) {
                notes.add(
                        ("A subscription leaves out papers with at most %d words or phrases of at"
                                        + " most %d characters each. Papers with %s come too.")
                                .formatted(
                                        Interest.MAX_ENTRIES, Interest.MAX_ENTRY, named(others)));
            }
            List<String> forms =
                    fitting.stream().filter(text -> WORD_WITH_FORMS.matcher(text).find()).toList();
            if (!forms.isEmpty()) {
                notes.add(
                        "The search leaves out papers with any form of %s, such as one with -ing. The"
                                        .formatted(named(forms))
                                + " subscription knows each word and its plural only.");
            }
            return fitting;
        }

        /**
         * Whom initials alone name, no search finds: they stay in the form, which refuses them, and
         * so do numbers.
         */
        private List<String> author() {
            Optional<String> nobody =
                    authors.stream()
                            .filter(name -> !PersonName.isName(PaperText.readable(name)))
                            .filter(name -> name.length() <= Interest.MAX_ENTRY)
                            .findFirst();
            if (nobody.isPresent()) {
                String name = nobody.get();
                notes.add(
                        (PersonName.isOfInitials(PaperText.readable(name))
                                        ? "Initials alone are nobody's name: please complete “%s”."
                                        : "A name has letters: please complete “%s”.")
                                .formatted(shown(name)));
                return List.of(name);
            }
            List<String> author =
                    one(authors, "authors", "be written by", "Their names are left out.");
            author.forEach(this::noteOthersFound);
            return author;
        }

        /** A search reads initials and unspaced scripts less strictly than {@link PersonName}. */
        private void noteOthersFound(String author) {
            PersonName name = new PersonName(PaperText.readable(author));
            if (name.asksMoreInitialsThanSearch()) {
                notes.add(
                        "The search finds authors too whose initials differ from those of “%s”. The"
                                        .formatted(shown(author))
                                + " subscription leaves them out.");
            }
            if (name.isUnspaced()) {
                notes.add(
                        "The search may find “%s” anywhere in a name. The subscription finds it as a"
                                        .formatted(shown(author))
                                + " word of a name or at its beginning.");
            }
        }

        private static String named(List<String> texts) {
            return texts.stream()
                    .map(text -> "“" + shown(text) + "”")
                    .collect(Collectors.joining(", "));
        }

        /** What fits, cut behind a clause or else behind a word. */
        private String about(String all) {
            if (all.length() <= Theme.MAX_TEXT) {
                return all;
            }
            String most = all.substring(0, Theme.MAX_TEXT + 1);
            int end =
                    CLAUSE.matcher(most)
                            .results()
                            .mapToInt(MatchResult::end)
                            .max()
                            .orElseGet(() -> most.lastIndexOf(' '));
            String kept = end <= 0 ? "" : all.substring(0, end).strip();
            notes.add(
                    ("The field “What papers should be about, in your words” takes at most"
                                    + " %d characters."
                                    + " This is left out: “%s”")
                            .formatted(
                                    Theme.MAX_TEXT, shown(all.substring(kept.length()).strip())));
            return SearchedPaper.hasWord(kept) ? kept : "";
        }

        private List<String> examples() {
            List<String> examples = like.stream().limit(Theme.MAX_LIKE).toList();
            if (!examples.isEmpty()) {
                notes.add(
                        "A subscription brings new papers: those that are like the papers that you"
                                + " named, not these themselves.");
            }
            if (examples.size() < like.size()) {
                notes.add(
                        "It takes at most %d papers as examples; the others are left out."
                                .formatted(Theme.MAX_LIKE));
            }
            return examples;
        }

        private static String shown(String text) {
            return PaperText.cut(text, SHOWN);
        }
    }
}
