package org.papertide.notify.message;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.papertide.events.PaperId;
import org.papertide.notify.interest.CalibratedTheme.Direction;
import org.papertide.notify.interest.Theme;
import org.papertide.text.PaperText;

/** A theme in words, for mails and pages to the reader who wrote it. */
public final class ThemeText {

    private ThemeText() {}

    /** What a paper meets: "close to your words “deep linear networks”". */
    public static String met(Direction met) {
        return met.example()
                ? "like “" + PaperText.readable(met.name()) + "”"
                : "close to your words “" + PaperText.visible(met.name()) + "”";
    }

    /** One sentence for each part, without full stops; empty if there is no theme. */
    static List<String> sentences(Theme theme) {
        List<String> sentences = new ArrayList<>();
        add(sentences, "Close to any of your words ", theme.about());
        if (!theme.like().isEmpty()) {
            sentences.add(
                    "Like any of the papers "
                            + theme.like().stream()
                                    .map(PaperId::name)
                                    .collect(Collectors.joining(", ")));
        }
        add(sentences, "Not about ", theme.notAbout());
        if (theme.hasWish()) {
            sentences.add("You asked for " + theme.amount().words());
        }
        return sentences;
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
