package org.papertide.notify.theme;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperId;
import org.papertide.events.Score;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.candidate.RecentPapers;
import org.papertide.notify.interest.CalibratedTheme;
import org.papertide.notify.interest.CalibratedTheme.Direction;
import org.papertide.notify.interest.CalibratedTheme.Named;
import org.papertide.notify.interest.ExampleName;
import org.papertide.notify.interest.PaperVectors;
import org.papertide.notify.interest.Theme;
import org.papertide.notify.ranking.TextReader;
import org.papertide.notify.ranking.TextReader.Meaning;
import org.papertide.notify.subscription.ThemeWait;
import org.papertide.platform.loop.LogOnce;

/** How a theme gets its vectors and its bar. */
final class Calibration {

    private static final Logger LOG = Logger.getLogger(Calibration.class);

    /** The highest of so many papers: of arXiv's, all that a week has. */
    private static final int MOST_PAPERS = 10_000;

    private final CandidateStore candidates;
    private final TextReader reader;
    private final LogOnce log = new LogOnce();

    Calibration(CandidateStore candidates, TextReader reader) {
        this.candidates = candidates;
        this.reader = reader;
    }

    /** What came of it. */
    sealed interface Outcome {

        /**
         * Its vectors and its bar are found.
         *
         * @param waits for what it still waits: it lacks a part of the theme
         */
        record Found(CalibratedTheme theme, Optional<ThemeWait> waits) implements Outcome {}

        /** It stays as it was, without vectors if it had none. */
        record Waits(ThemeWait waits) implements Outcome {}
    }

    /** The papers of the days before an instant. */
    RecentPapers recent(StatelessSession session, Instant now) {
        return candidates.recentPapers(session, now, MOST_PAPERS);
    }

    /** The model that reads texts now, if it can be asked. */
    Optional<String> present() {
        return Optional.ofNullable(read(List.of(TextBatches.PLAIN)).model());
    }

    /** Reads texts, all by one model: vectors of two models cannot be compared. */
    Texts read(List<String> texts) {
        if (texts.isEmpty()) {
            return Texts.NONE;
        }
        TextBatches batches = new TextBatches(reader);
        Texts read = batches.read(texts);
        String why = batches.why();
        if (why == null) {
            log.isRecovery();
        } else if (log.isNew(why)) {
            LOG.warnf(
                    "Texts of themes wait to be read. count=%d error=\"%s\"",
                    texts.size() - read.meanings().size(), why);
        }
        return read;
    }

    /**
     * Finds the bar of a theme.
     *
     * @param before what it had, if it had something
     * @param texts that were read now, by the model that reads texts now: those of a theme that has
     *     nothing, or that has vectors of another model
     */
    Outcome of(
            StatelessSession session,
            Theme theme,
            @Nullable CalibratedTheme before,
            Texts texts,
            RecentPapers recent) {
        boolean read = theme.texts().stream().allMatch(text -> texts.find(text).isPresent());
        String model = texts.model();
        if (read && model != null && goesBy(model, theme, before, recent.vectors())) {
            return of(session, theme, before, model, texts, recent);
        }
        if (before != null) {
            return of(session, theme, before, before.model(), texts, recent);
        }
        if (!theme.texts().isEmpty()) {
            return new Outcome.Waits(texts.waits(theme.texts()));
        }
        // Of examples alone: by the model that most papers have vectors of.
        return recent.vectors()
                .mostOf()
                .map(most -> of(session, theme, null, most, texts, recent))
                .orElse(new Outcome.Waits(ThemeWait.PAPERS));
    }

    /** Whether a theme is to have vectors of the model that reads texts now. */
    private static boolean goesBy(
            String model, Theme theme, @Nullable CalibratedTheme before, PaperVectors recent) {
        return before == null
                ? !theme.texts().isEmpty()
                : before.model().equals(model) || recent.covers(model, before.model());
    }

    private Outcome of(
            StatelessSession session,
            Theme theme,
            @Nullable CalibratedTheme before,
            String model,
            Texts texts,
            RecentPapers recent) {
        CalibratedTheme same = before != null && before.model().equals(model) ? before : null;
        PaperVectors.OfModel papers = papers(recent.vectors(), model, texts, same);
        if (papers == null || papers.count() < CalibratedTheme.LEAST_PAPERS) {
            return new Outcome.Waits(ThemeWait.PAPERS);
        }
        int dimensions = papers.dimensions();
        Map<String, Named> had =
                named(same).stream()
                        .filter(each -> each.vector().length == dimensions)
                        .collect(
                                Collectors.toMap(
                                        each ->
                                                Objects.requireNonNullElse(
                                                        each.paper(), each.name()),
                                        each -> each,
                                        (_, last) -> last));
        List<Named> wanted = new ArrayList<>(texts(theme.about(), had, texts));
        List<Named> examples = examples(session, theme.like(), had, model, dimensions);
        wanted.addAll(examples);
        List<Named> unwanted = texts(theme.notAbout(), had, texts);
        if (theme.hasWish() && wanted.isEmpty()) {
            return new Outcome.Waits(ThemeWait.EXAMPLE);
        }
        CalibratedTheme found =
                CalibratedTheme.of(
                        model,
                        wanted,
                        unwanted,
                        theme.amount(),
                        papers,
                        recent.places(canonical(session, theme.like())),
                        recent.history().papersADay());
        return new Outcome.Found(
                found,
                examples.size() < theme.like().size()
                        ? Optional.of(ThemeWait.EXAMPLE)
                        : Optional.empty());
    }

    /**
     * Papers with vectors of as many numbers as the model makes: as many as a text has that it has
     * read. Of papers anybody may have made them up; without a text, most of them tell.
     */
    private static PaperVectors.@Nullable OfModel papers(
            PaperVectors vectors, String model, Texts texts, @Nullable CalibratedTheme before) {
        Stream<float[]> now =
                model.equals(texts.model())
                        ? texts.meanings().values().stream().map(Meaning::vector)
                        : Stream.empty();
        Stream<float[]> then =
                named(before).stream().filter(each -> each.paper() == null).map(Named::vector);
        Optional<float[]> text = Stream.concat(now, then).findFirst();
        return text.isPresent() ? vectors.by(model, text.get().length) : vectors.by(model);
    }

    /** What a theme had. */
    private static List<Named> named(@Nullable CalibratedTheme theme) {
        return theme == null
                ? List.of()
                : Stream.concat(theme.wanted().stream(), theme.unwanted().stream())
                        .map(Direction::named)
                        .toList();
    }

    private static List<Named> texts(List<String> texts, Map<String, Named> had, Texts read) {
        List<Named> named = new ArrayList<>();
        for (String text : texts) {
            Named known = had.get(text);
            Meaning meaning = read.find(text).orElse(null);
            if (known != null && (meaning == null || meaning.floor() == null)) {
                named.add(known);
            } else if (meaning != null) {
                named.add(named(text, meaning));
            }
        }
        return named;
    }

    private static Named named(String text, Meaning meaning) {
        return meaning.floor() == null
                ? new Named(text, null, meaning.vector())
                : new Named(text, null, meaning.vector(), meaning.floor());
    }

    /** Those that have a vector; one that was withdrawn since keeps what it had. */
    private List<Named> examples(
            StatelessSession session,
            List<PaperId> like,
            Map<String, Named> had,
            String model,
            int dimensions) {
        List<String> canonical = canonical(session, like);
        PaperVectors vectors = candidates.vectors(session, canonical, List.of(model));
        PaperVectors.OfModel papers = vectors.by(model, dimensions);
        Map<String, String> titles = new HashMap<>();
        for (Score score : candidates.scores(session, canonical)) {
            titles.put(score.paper().id().value(), score.paper().title());
        }
        List<Named> examples = new ArrayList<>();
        for (int place = 0; place < like.size(); place++) {
            PaperId id = like.get(place);
            Named known = had.get(id.value());
            if (papers != null && papers.has(place)) {
                String name = titles.getOrDefault(canonical.get(place), name(id, known));
                examples.add(new Named(name, id.value(), papers.vector(place)));
            } else if (known != null) {
                examples.add(known);
            }
        }
        return examples;
    }

    /** A title that was known once stays known. */
    private static String name(PaperId id, @Nullable Named known) {
        return known != null && ExampleName.isTitle(known.name(), id)
                ? known.name()
                : ExampleName.identity(id);
    }

    private List<String> canonical(StatelessSession session, List<PaperId> papers) {
        return papers.stream().map(id -> candidates.canonical(session, id)).toList();
    }
}
