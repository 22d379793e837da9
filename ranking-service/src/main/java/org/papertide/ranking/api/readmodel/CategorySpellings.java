package org.papertide.ranking.api.readmodel;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.papertide.events.Category;

/**
 * The categories that have a ranking, in their own spelling. Rankings are stored under it, while
 * readers write categories in any case. For any number of threads.
 */
@Singleton
class CategorySpellings {

    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final Map<String, String> byLowerCase = new ConcurrentHashMap<>();

    /** Adds the category of a ranking, by the key of its record. */
    void add(String rankingKey) {
        // After the order and the window.
        int slash = rankingKey.indexOf('/', rankingKey.indexOf('/') + 1);
        if (slash > 0) {
            String category = rankingKey.substring(slash + 1);
            if (known.add(category)) {
                byLowerCase.putIfAbsent(category.toLowerCase(Locale.ROOT), category);
            }
        }
    }

    /** Those of an archive, or the one of this name, in any case. */
    List<String> within(String name) {
        return known.stream().filter(each -> Category.isWithin(each, name)).sorted().toList();
    }

    /** Whether there is a ranking of this name, in any case. */
    boolean has(String name) {
        return byLowerCase.containsKey(name.toLowerCase(Locale.ROOT));
    }

    /** A category in its own spelling, or as it is if it is not known. */
    String correct(String category) {
        return known.contains(category)
                ? category
                : byLowerCase.getOrDefault(category.toLowerCase(Locale.ROOT), category);
    }
}
