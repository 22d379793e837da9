package org.papertide.notify.signup;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperId;
import org.papertide.notify.candidate.History;
import org.papertide.notify.message.ThemeText;
import org.papertide.notify.subscription.ThemeWait;
import org.papertide.notify.theme.Preview;
import org.papertide.text.PaperText;

/**
 * What a subscription would have let pass.
 *
 * @param days within how many days the papers were listed: 7, or fewer where there are none of
 *     earlier ones yet
 * @param papers how many passed; 0 while something is waited for
 * @param papersADay the same for one day; absent while papers of fewer than {@value
 *     History#LEAST_DAYS} days are known, which say nothing about the next
 * @param atLeast whether there may be more: only the highest {@value Previews#LOOKED_AT} papers of
 *     these days were looked at, and the same count for {@code unread}
 * @param unread papers of these days whose texts have not been read, so that they may pass or not
 * @param first the highest of them, up to five
 * @param waitsFor RANKING (which cannot be reached), LOADING, BUSY, MODEL (which is off), BROKEN,
 *     REFUSED (a text), PAPERS or EXAMPLE: what nothing passes without; EXAMPLE also where papers
 *     pass without the example that is not known yet; OTHERS if too many ask at once; absent mostly
 * @param detail the same in words
 */
public record PreviewAnswer(
        int days,
        int papers,
        @Nullable Double papersADay,
        boolean atLeast,
        int unread,
        List<Paper> first,
        @Nullable String waitsFor,
        @Nullable String detail) {

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
            case Preview.Passed passed ->
                    new PreviewAnswer(
                            passed.history().days(),
                            passed.papers(),
                            passed.aDay().isPresent() ? passed.aDay().getAsDouble() : null,
                            passed.isPart(),
                            passed.unread(),
                            passed.first().stream().map(PreviewAnswer::paper).toList(),
                            passed.waits().map(ThemeWait::name).orElse(null),
                            passed.waitsInWords().orElse(null));
            case Preview.Busy() ->
                    nothing("OTHERS", "too many ask at once; please try again in a moment");
            case Preview.Waits(var waits) ->
                    nothing(waits.name(), waits.words() + ". " + waits.advice());
        };
    }

    private static PreviewAnswer nothing(String waitsFor, String detail) {
        return new PreviewAnswer(History.DAYS, 0, null, false, 0, List.of(), waitsFor, detail);
    }

    private static Paper paper(Preview.Met met) {
        return new Paper(
                met.paper().id(),
                PaperText.readable(met.paper().title()),
                met.met() == null ? null : ThemeText.met(met.met()));
    }
}
