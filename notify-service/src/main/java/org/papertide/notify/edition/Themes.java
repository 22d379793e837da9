package org.papertide.notify.edition;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.hibernate.StatelessSession;
import org.papertide.events.PaperId;
import org.papertide.notify.interest.CalibratedTheme;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.Theme;
import org.papertide.notify.subscription.StoredTheme;
import org.papertide.notify.subscription.ThemeRepository_;

/** What the themes of interests compare papers with. */
public final class Themes {

    private Themes() {}

    /** The titles of the papers that are examples, as far as they are known. */
    public static Map<PaperId, String> titles(StatelessSession session, Theme theme) {
        return theme.like().isEmpty()
                ? Map.of()
                : new ThemeRepository_(session)
                        .findTheme(theme.key())
                        .flatMap(StoredTheme::calibrated)
                        .map(CalibratedTheme::titles)
                        .orElse(Map.of());
    }

    /** By the keys of the themes; without those whose vectors have not come. */
    public static Map<String, CalibratedTheme> of(
            StatelessSession session, Collection<Interest> interests) {
        String[] keys =
                interests.stream()
                        .map(Interest::theme)
                        .filter(theme -> !theme.isAny())
                        .map(Theme::key)
                        .distinct()
                        .toArray(String[]::new);
        Map<String, CalibratedTheme> themes = new HashMap<>();
        if (keys.length > 0) {
            new ThemeRepository_(session)
                    .findThemes(keys)
                    .forEach(stored ->
                            stored.calibrated()
                                    .ifPresent(theme -> themes.put(stored.themeKey(), theme)));
        }
        return themes;
    }
}
