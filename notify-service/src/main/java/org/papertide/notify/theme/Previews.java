package org.papertide.notify.theme;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToDoubleFunction;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Order;
import org.papertide.events.Score;
import org.papertide.events.Window;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.interest.CalibratedTheme;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.PaperPool;
import org.papertide.notify.interest.PaperVectors;
import org.papertide.notify.interest.Theme;
import org.papertide.notify.ranking.TextReader;
import org.papertide.notify.subscription.StoredTheme;
import org.papertide.notify.subscription.ThemeRepository_;
import org.papertide.notify.subscription.ThemeWait;
import org.papertide.platform.database.Database;

/** Says what an interest would have let pass of the papers of the last days. */
@Singleton
public final class Previews {

    /** Papers that are named. */
    private static final int NAMED = 5;

    /** The highest of so many papers are looked at, as of the candidates of a digest. */
    public static final int LOOKED_AT = 5_000;

    /** Each has a week's papers in memory. */
    private static final int AT_ONCE = 2;

    private static final int LONGEST_WAIT_SECONDS = 5;

    private final Database database;
    private final CandidateStore candidates;
    private final Calibration calibration;
    private final Clock clock;
    private final Semaphore free = new Semaphore(AT_ONCE, true);

    public Previews(Database database, CandidateStore candidates, TextReader reader, Clock clock) {
        this.database = database;
        this.candidates = candidates;
        this.calibration = new Calibration(candidates, reader);
        this.clock = clock;
    }

    /** Of an interest that nobody has subscribed to yet: its texts are read now. */
    public Preview ofNew(Interest interest) {
        Theme theme = interest.theme();
        return withOneOf(() -> {
            Optional<StoredTheme> stored = theme.isAny() ? Optional.empty() : stored(theme);
            Optional<CalibratedTheme> calibrated = stored.flatMap(StoredTheme::calibrated);
            if (theme.isAny() || calibrated.isPresent()) {
                return passed(
                        interest,
                        calibrated.orElse(null),
                        stored.flatMap(StoredTheme::waitsFor).flatMap(Previews::ofPart));
            }
            Texts texts = calibration.read(theme.texts());
            Calibration.Outcome outcome =
                    database.inTransaction(session ->
                            calibration.of(
                                    session,
                                    theme,
                                    null,
                                    texts,
                                    calibration.recent(session, clock.instant())));
            return switch (outcome) {
                case Calibration.Outcome.Found found ->
                        passed(interest, found.theme(), found.waits());
                case Calibration.Outcome.Waits(ThemeWait waits) -> new Preview.Waits(waits);
            };
        });
    }

    /** Of an interest that is subscribed to, by the bar that its mails have. */
    public Preview of(Interest interest) {
        Theme theme = interest.theme();
        if (theme.isAny()) {
            return withOneOf(() -> passed(interest, null, Optional.empty()));
        }
        Optional<StoredTheme> stored = stored(theme);
        Optional<CalibratedTheme> calibrated = stored.flatMap(StoredTheme::calibrated);
        return calibrated.isEmpty()
                ? new Preview.Waits(stored.flatMap(StoredTheme::waitsFor).orElse(ThemeWait.RANKING))
                : withOneOf(() ->
                        passed(
                                interest,
                                calibrated.get(),
                                stored.flatMap(StoredTheme::waitsFor).flatMap(Previews::ofPart)));
    }

    /** Of what a theme with vectors waits for, an example is a part of it: the rest goes on. */
    private static Optional<ThemeWait> ofPart(ThemeWait wait) {
        return wait == ThemeWait.EXAMPLE ? Optional.of(wait) : Optional.empty();
    }

    private Optional<StoredTheme> stored(Theme theme) {
        return database.inTransaction(
                session -> new ThemeRepository_(session).findTheme(theme.key()));
    }

    /** Makes a preview. */
    private interface Making {
        Preview make();
    }

    private Preview withOneOf(Making making) {
        try {
            if (!free.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                return new Preview.Busy();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Preview.Busy();
        }
        try {
            return making.make();
        } finally {
            free.release();
        }
    }

    private Preview passed(
            Interest interest, @Nullable CalibratedTheme theme, Optional<ThemeWait> waits) {
        return database.inTransaction(session -> passed(session, interest, theme, waits));
    }

    private Preview passed(
            StatelessSession session,
            Interest interest,
            @Nullable CalibratedTheme theme,
            Optional<ThemeWait> waits) {
        Instant now = clock.instant();
        Instant since = now.minus(Window.WEEK.length());
        List<Score> week = candidates.first(session, Order.TOP, Window.WEEK, since, LOOKED_AT);
        List<String> ids = week.stream().map(score -> score.paper().id().value()).toList();
        PaperVectors vectors =
                candidates.vectors(
                        session, ids, theme == null ? List.of() : List.of(theme.model()));
        PaperPool pool = new PaperPool(week.stream().map(Score::paper).toList(), vectors);
        IntToDoubleFunction scores = place -> week.get(place).score();
        BitSet passing = pool.passing(interest, theme, scores);
        List<Preview.Met> first = new ArrayList<>();
        for (int place = passing.nextSetBit(0);
                place >= 0 && first.size() < NAMED;
                place = passing.nextSetBit(place + 1)) {
            first.add(
                    new Preview.Met(
                            week.get(place).paper(),
                            theme == null ? null : pool.met(theme, place).orElse(null)));
        }
        return new Preview.Passed(
                passing.cardinality(),
                candidates.history(session, now),
                week.size() == LOOKED_AT,
                theme == null ? 0 : pool.undecided(interest, theme, scores).cardinality(),
                first,
                waits);
    }
}
