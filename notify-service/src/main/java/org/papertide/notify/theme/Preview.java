package org.papertide.notify.theme;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperSummary;
import org.papertide.notify.candidate.History;
import org.papertide.notify.interest.CalibratedTheme.Direction;
import org.papertide.notify.subscription.ThemeWait;

/** What an interest would have let pass of late. */
public sealed interface Preview {

    /**
     * What passed.
     *
     * @param papers how many
     * @param history of which days there are papers: they were listed in these
     * @param isPart whether only the highest papers of these days were looked at
     * @param unread how many papers of these days may pass, and are not known to, for their texts
     *     have not been read
     * @param first the highest of those that passed
     * @param waits what a part of the theme waits for, without which the rest goes on
     */
    record Passed(
            int papers,
            History history,
            boolean isPart,
            int unread,
            List<Met> first,
            Optional<ThemeWait> waits)
            implements Preview {
        public Passed {
            first = List.copyOf(first);
        }

        /** That a part of the theme is missing, as a sentence; empty mostly. */
        public Optional<String> waitsInWords() {
            return waits.map(wait -> "So far without a part of it: " + wait.words() + ".");
        }

        /** How many a day; empty if too little is known. */
        public OptionalDouble aDay() {
            return history.isEnough()
                    ? OptionalDouble.of((double) papers / history.days())
                    : OptionalDouble.empty();
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
