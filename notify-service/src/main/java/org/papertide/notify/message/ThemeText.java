package org.papertide.notify.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.papertide.events.PaperId;
import org.papertide.notify.interest.CalibratedTheme.Direction;
import org.papertide.notify.interest.ExampleName;
import org.papertide.notify.interest.Theme;
import org.papertide.text.PaperText;

/** A theme in words, for mails and pages to the reader who wrote it. */
public final class ThemeText {

    private ThemeText() {}

    /** What a paper meets: "close to your words “deep linear networks”". */
    public static String met(Direction met) {
        String paper = met.paper();
        return paper == null
                ? "close to your words “" + PaperText.visible(met.name()) + "”"
                : "like " + example(new PaperId(paper), met.name());
    }

    /** A title is quoted, and an identity is not. */
    private static String example(PaperId paper, String name) {
        return ExampleName.isTitle(name, paper)
                ? "“" + PaperText.readable(name) + "”"
                : ExampleName.identity(paper);
    }

    /**
     * One sentence for each part, without full stops; empty if there is no theme.
     *
     * @param titles of its examples, as far as they are known
     */
    static List<String> sentences(Theme theme, Map<PaperId, String> titles) {
        List<String> sentences = new ArrayList<>();
        add(sentences, "Close to any of your words ", theme.about());
        if (!theme.like().isEmpty()) {
            sentences.add(like(theme.like(), titles));
        }
        add(sentences, "Not about ", theme.notAbout());
        if (theme.hasWish()) {
            sentences.add("You asked for " + theme.amount().words());
        }
        return sentences;
    }

    /** What has no name to be called by stands behind those that have one. */
    private static String like(List<PaperId> papers, Map<PaperId, String> titles) {
        List<String> named =
                papers.stream()
                        .filter(paper -> !paper.isTitle() || titles.containsKey(paper))
                        .map(paper -> example(paper, titles))
                        .toList();
        int others = papers.size() - named.size();
        String nameless =
                others == 1
                        ? "a paper known by its title alone"
                        : others + " papers known by their titles alone";
        if (named.isEmpty()) {
            return (others == 1 ? "Like " : "Like any of ") + nameless;
        }
        return "Like any of the papers "
                + String.join(", ", named)
                + (others == 0 ? "" : ", or like " + nameless);
    }

    private static String example(PaperId paper, Map<PaperId, String> titles) {
        String title = titles.get(paper);
        return title == null
                ? ExampleName.identity(paper)
                : example(paper, title)
                        + (paper.isTitle() ? "" : " (" + ExampleName.identity(paper) + ")");
    }

    private static void add(List<String> sentences, String start, List<String> texts) {
        if (!texts.isEmpty()) {
            sentences.add(
                    start
                            + texts.stream()
                                    .map(text -> "“" + PaperText.visible(text) + "”")
                                    .collect(Collectors.joining(", ")));
        }
    }
}
