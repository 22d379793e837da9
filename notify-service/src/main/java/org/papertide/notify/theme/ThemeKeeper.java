package org.papertide.notify.theme;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.candidate.RecentPapers;
import org.papertide.notify.interest.CalibratedTheme;
import org.papertide.notify.interest.PaperVectors;
import org.papertide.notify.interest.Theme;
import org.papertide.notify.ranking.TextReader;
import org.papertide.notify.subscription.StoredTheme;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.notify.subscription.ThemeJson;
import org.papertide.notify.subscription.ThemeRepository;
import org.papertide.notify.subscription.ThemeRepository_;
import org.papertide.notify.subscription.ThemeWait;
import org.papertide.platform.database.Database;
import org.papertide.platform.database.DatabaseUnavailableException;

/**
 * Looks after the themes that are due: reads their texts, and finds their bars. Several processes
 * may do it at once, each theme one of them.
 */
@Singleton
public final class ThemeKeeper {

    private static final Logger LOG = Logger.getLogger(ThemeKeeper.class);

    /** Themes of a turn: their texts are read in a few requests. */
    private static final int BATCH = 20;

    /** A process that was killed in a turn leaves its themes for so long. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    /** How long a bar stays as it is. */
    static final Duration BAR_STAYS = Duration.ofDays(7);

    /** How long where papers of fewer days are known than a bar is found of. */
    private static final Duration FIRST_BARS_STAY = Duration.ofHours(6);

    /** How often it is looked whether papers have vectors of another text model. */
    private static final Duration MODELS_LOOKED_AT = Duration.ofMinutes(10);

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Database database;
    private final Calibration calibration;
    private final Clock clock;
    private Instant modelsLookedAt = Instant.MIN;

    public ThemeKeeper(
            Database database, CandidateStore candidates, TextReader reader, Clock clock) {
        this.database = database;
        this.calibration = new Calibration(candidates, reader);
        this.clock = clock;
    }

    /**
     * One turn.
     *
     * @return how long to wait for the next one
     */
    public Duration keep() {
        Instant now = clock.instant();
        List<String> due =
                database.inTransaction(session ->
                        new ThemeRepository_(session).takeDue(now, now.plus(LEASE), BATCH));
        if (!due.isEmpty()) {
            keep(due, now);
            return Duration.ZERO;
        }
        if (!now.isBefore(modelsLookedAt.plus(MODELS_LOOKED_AT))) {
            modelsLookedAt = now;
            return lookForOtherModels(now) ? Duration.ZERO : PAUSE;
        }
        return PAUSE;
    }

    /**
     * Whether themes are due, for texts are read by a model now that they have no vectors of, and
     * that has read most papers. Papers keep the vectors of the model before: that it has read them
     * all as well is no reason to go back to it.
     */
    private boolean lookForOtherModels(Instant now) {
        List<String> models =
                database.inTransaction(session -> new ThemeRepository_(session).models());
        if (models.isEmpty()) {
            return false;
        }
        PaperVectors recent =
                database.inTransaction(session -> calibration.recent(session, now).vectors());
        Optional<String> present =
                recent.models().size() > 1 ? calibration.present() : Optional.empty();
        return present.filter(model ->
                        models.stream()
                                .filter(each -> !each.equals(model))
                                .anyMatch(old -> recent.covers(model, old)))
                        .isPresent()
                && database.inTransaction(session ->
                        new ThemeRepository_(session).lookAfterOthers(present.get(), now) > 0);
    }

    private void keep(List<String> keys, Instant now) {
        Map<String, Theme> themes = new HashMap<>();
        Map<String, CalibratedTheme> before = new HashMap<>();
        RecentPapers recent =
                database.inTransaction(session -> {
                    for (String key : keys) {
                        new SubscriptionRepository_(session)
                                .ofTheme(key)
                                .map(subscription -> subscription.interest().theme())
                                // Of an amount that only a later release knows, it is left to that.
                                .filter(theme -> theme.key().equals(key))
                                .ifPresent(theme -> themes.put(key, theme));
                    }
                    for (StoredTheme stored :
                            new ThemeRepository_(session).findThemes(keys.toArray(String[]::new))) {
                        stored.calibrated()
                                .ifPresent(theme -> before.put(stored.themeKey(), theme));
                    }
                    return calibration.recent(session, now);
                });
        Texts texts = calibration.read(toRead(themes, before, recent.vectors()));
        Duration stays = recent.history().isWhole() ? BAR_STAYS : FIRST_BARS_STAY;
        themes.forEach(
                (key, theme) -> keepOne(key, theme, before.get(key), texts, recent, stays, now));
        database.run(session ->
                new ThemeRepository_(session)
                        .deleteUnused(
                                keys.stream()
                                        .filter(key -> !themes.containsKey(key))
                                        .toArray(String[]::new)));
        LOG.debugf("Looked after themes. count=%d", themes.size());
    }

    /** One that fails puts off no other: it is taken up again when its lease is over. */
    private void keepOne(
            String key,
            Theme theme,
            @Nullable CalibratedTheme before,
            Texts texts,
            RecentPapers recent,
            Duration stays,
            Instant now) {
        try {
            database.run(session ->
                    keep(
                            new ThemeRepository_(session),
                            key,
                            calibration.of(session, theme, before, texts, recent),
                            stays,
                            now));
        } catch (DatabaseUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("A theme could not be looked after.", e);
        }
    }

    /**
     * The texts of the themes that have no vectors, or vectors of a model that is replaced, and
     * those of which no floor is known: a release before did not ask for it.
     */
    private static List<String> toRead(
            Map<String, Theme> themes, Map<String, CalibratedTheme> before, PaperVectors recent) {
        Set<String> texts = new LinkedHashSet<>();
        themes.forEach((key, theme) -> {
            CalibratedTheme old = before.get(key);
            if (old == null
                    || recent.models().stream()
                            .anyMatch(model ->
                                    !model.equals(old.model())
                                            && recent.covers(model, old.model()))) {
                texts.addAll(theme.texts());
                // A theme of examples alone goes by the model that reads texts, too.
                texts.add(TextBatches.PLAIN);
            } else {
                Stream.concat(old.wanted().stream(), old.unwanted().stream())
                        .filter(CalibratedTheme.Direction::lacksFloor)
                        .forEach(each -> texts.add(each.name()));
            }
        });
        return new ArrayList<>(texts);
    }

    private static void keep(
            ThemeRepository repository,
            String key,
            Calibration.Outcome outcome,
            Duration stays,
            Instant now) {
        switch (outcome) {
            case Calibration.Outcome.Found(CalibratedTheme theme, Optional<ThemeWait> waits) ->
                    repository.keep(
                            key,
                            theme.model(),
                            ThemeJson.write(theme),
                            now,
                            waits.map(ThemeWait::name).orElse(""),
                            now.plus(waits.map(ThemeKeeper::again).orElse(stays)));
            case Calibration.Outcome.Waits(ThemeWait waits) ->
                    repository.postpone(key, waits.name(), now.plus(again(waits)));
        }
    }

    /** When one that waits is looked after again. */
    private static Duration again(ThemeWait waits) {
        return switch (waits) {
            case RANKING, LOADING, BUSY -> Duration.ofSeconds(30);
            case PAPERS -> Duration.ofMinutes(1);
            case MODEL, BROKEN -> Duration.ofMinutes(10);
            case EXAMPLE, REFUSED -> Duration.ofHours(1);
        };
    }
}
