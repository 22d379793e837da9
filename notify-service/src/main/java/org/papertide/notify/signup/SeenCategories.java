package org.papertide.notify.signup;

import jakarta.inject.Singleton;
import java.util.List;
import org.papertide.events.Order;
import org.papertide.events.Window;
import org.papertide.notify.candidate.CandidateStore;

/** The categories of papers that were listed of late, whatever archive they are from. */
@Singleton
final class SeenCategories {

    private final CandidateStore candidates;

    SeenCategories(CandidateStore candidates) {
        this.candidates = candidates;
    }

    /**
     * Those of the longest window, which holds what is in the shorter ones; none where the database
     * cannot be asked, which whoever keeps the subscription will say.
     */
    List<String> all() {
        try {
            return candidates.categories(Order.RISING, Window.MONTH);
        } catch (RuntimeException _) {
            return List.of();
        }
    }
}
