package org.papertide.notify.signup;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperId;
import org.papertide.notify.message.ThemeText;
import org.papertide.notify.theme.Preview;
import org.papertide.text.PaperText;

/**
 * What a subscription would have let pass.
 *
 * @param days within how many days the papers were listed
 * @param papers how many passed; 0 while something is waited for
 * @param first the highest of them, up to five
 * @param waitsFor RANKING, MODEL, PAPERS or EXAMPLE: what nothing passes without; OTHERS if too
 *     many ask at once; absent mostly
 * @param detail the same in words
 */
public record PreviewAnswer(
        int days,
        int papers,
        List<Paper> first,
        @Nullable String waitsFor,
        @Nullable String detail) {

    private static final int DAYS = 7;

    public PreviewAnswer {
        first = List.copyOf(first);
    }

    /**
     * A paper that passed.
     *
     * @param why what of the theme it meets; absent without one
     */
    public record Paper(PaperId id, String title, @Nullable String why) {}

    static PreviewAnswer of(Preview preview) {
        return switch (preview) {
            case Preview.Passed(int papers, int days, var first) ->
                    new PreviewAnswer(
                            days,
                            papers,
                            first.stream().map(PreviewAnswer::paper).toList(),
                            null,
                            null);
            case Preview.Busy() ->
                    new PreviewAnswer(
                            DAYS,
                            0,
                            List.of(),
                            "OTHERS",
                            "too many ask at once; please try again in a moment");
            case Preview.Waits(var waits) ->
                    new PreviewAnswer(DAYS, 0, List.of(), waits.name(), waits.words());
        };
    }

    private static Paper paper(Preview.Met met) {
        return new Paper(
                met.paper().id(),
                PaperText.readable(met.paper().title()),
                met.met() == null ? null : ThemeText.met(met.met()));
    }
}
