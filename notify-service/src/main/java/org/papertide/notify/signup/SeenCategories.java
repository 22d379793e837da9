package org.papertide.notify.signup;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.papertide.events.Order;
import org.papertide.events.Window;
import org.papertide.notify.candidate.CandidateStore;

/**
 * The categories of papers that were listed of late, whatever archive they are from. The database
 * is asked once a while, however many ask, and also where it does not answer.
 */
@Singleton
final class SeenCategories {

    private static final Duration KNOWN_FOR = Duration.ofSeconds(2);

    private final LoadingCache<Window, List<String>> known;

    @Inject
    SeenCategories(CandidateStore candidates) {
        this(() -> candidates.categories(Order.RISING, Window.MONTH));
    }

    /**
     * @param stored those of the longest window, which holds what is in the shorter ones
     */
    SeenCategories(Supplier<List<String>> stored) {
        this.known =
                Caffeine.newBuilder()
                        .expireAfterWrite(KNOWN_FOR)
                        .build(_ -> {
                            try {
                                return stored.get();
                            } catch (RuntimeException _) {
                                return List.of();
                            }
                        });
    }

    /**
     * All of them; none where the database cannot be asked, which whoever keeps the subscription
     * will say.
     */
    List<String> all() {
        return known.get(Window.MONTH);
    }
}
