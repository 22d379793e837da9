package org.papertide.notify.theme;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperSummary;
import org.papertide.notify.interest.CalibratedTheme.Direction;
import org.papertide.notify.subscription.ThemeWait;

/** What an interest would have let pass of late. */
public sealed interface Preview {

    /**
     * What passed.
     *
     * @param papers how many
     * @param days within how many days they were listed
     * @param first the highest of them
     */
    record Passed(int papers, int days, List<Met> first) implements Preview {
        public Passed {
            first = List.copyOf(first);
        }
    }

    /**
     * A paper that passed.
     *
     * @param met what of the theme it is nearest to, if there is a theme
     */
    record Met(PaperSummary paper, @Nullable Direction met) {}

    /** Too many ask at once. */
    record Busy() implements Preview {}

    /** Nobody can tell now: nothing passes before that has come. */
    record Waits(ThemeWait waits) implements Preview {}
}
