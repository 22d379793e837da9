package org.papertide.notify.theme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.papertide.events.Embedding;
import org.papertide.events.EventCodec;
import org.papertide.events.PaperId;
import org.papertide.events.TextModel;
import org.papertide.events.TextVector;
import org.papertide.feed.FeedFormat;
import org.papertide.notify.EmptyTables;
import org.papertide.notify.NoWorkers;
import org.papertide.notify.SampleEvents;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.candidate.RecordSink;
import org.papertide.notify.feed.PrivateFeedResult;
import org.papertide.notify.feed.PrivateFeeds;
import org.papertide.notify.interest.Amount;
import org.papertide.notify.interest.CalibratedTheme;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.Theme;
import org.papertide.notify.ranking.TextReader;
import org.papertide.notify.subscription.ThemeJson;
import org.papertide.notify.subscription.ThemeWait;
import org.papertide.notify.token.Tokens;
import org.papertide.platform.database.Database;
import org.papertide.platform.dependency.Dependency;
import org.papertide.testing.PapertideTestResource;
import org.papertide.testing.SamplePaper;

/** Papers that others are to be like: what they are called, and what is said of unknown ones. */
@QuarkusTest
@TestProfile(NoWorkers.class)
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "delivery"))
class ExamplesIT {

    private static final TextModel MODEL = new TextModel("two", "1");
    private static final PaperId EXAMPLE = SampleEvents.id(900);
    private static final PaperId UNKNOWN = new PaperId("doi:10.1000/unknown");

    @Inject
    @Named("database")
    Dependency tables;

    @Inject Database database;
    @Inject CandidateStore candidates;
    @Inject TextReader reader;
    @Inject Clock clock;
    @Inject PrivateFeeds feeds;
    @Inject Tokens tokens;

    @BeforeEach
    void begin() {
        await().atMost(Duration.ofMinutes(1)).until(tables::wasPrepared);
        EmptyTables.empty(
                database, "subscriber, subscription, candidate, paper_vector, paper_alias, theme");
        IntStream.range(0, 30)
                .forEach(number -> {
                    scored(SampleEvents.id(number), "Paper " + number);
                    read(SampleEvents.id(number), number);
                });
        read(EXAMPLE, 3);
    }

    private void scored(PaperId id, String title) {
        candidates.applyScores(
                List.of(
                        RecordSink.Change.to(
                                EventCodec.SCORE,
                                SampleEvents.score(
                                        SamplePaper.of(
                                                        id,
                                                        clock.instant().minus(Duration.ofHours(5)))
                                                .title(title)
                                                .summary(),
                                        9,
                                        9,
                                        clock.instant()))));
    }

    private void read(PaperId id, int degrees) {
        double angle = Math.toRadians(degrees);
        candidates.applyEmbeddings(
                List.of(
                        RecordSink.Change.to(
                                EventCodec.EMBEDDING,
                                new Embedding(
                                        id,
                                        "0".repeat(32),
                                        List.of(
                                                TextVector.of(
                                                        MODEL,
                                                        new float[] {
                                                            (float) Math.cos(angle),
                                                            (float) Math.sin(angle)
                                                        }))))),
                clock.instant());
    }

    private static Theme like(PaperId... papers) {
        return new Theme(List.of(), List.of(), List.of(papers), Amount.SOME);
    }

    private CalibratedTheme calibrated(Theme theme, @Nullable CalibratedTheme before) {
        return database.inTransaction(session -> {
            Calibration calibration = new Calibration(candidates, reader);
            Calibration.Outcome outcome =
                    calibration.of(
                            session,
                            theme,
                            before,
                            Texts.NONE,
                            calibration.recent(session, clock.instant()));
            assertThat(outcome).isInstanceOf(Calibration.Outcome.Found.class);
            return ((Calibration.Outcome.Found) outcome).theme();
        });
    }

    private static String name(CalibratedTheme theme) {
        return theme.wanted().getFirst().name();
    }

    /** A paper may have a vector, and no score, or no longer one. */
    @Test
    void namesAnExampleByItsTitleOnceThatIsKnown() {
        CalibratedTheme before = calibrated(like(EXAMPLE), null);
        assertThat(name(before)).isEqualTo("arXiv:" + EXAMPLE.name());
        assertThat(before.titles()).isEmpty();

        scored(EXAMPLE, "Tides");
        CalibratedTheme known = calibrated(like(EXAMPLE), before);
        assertThat(name(known)).isEqualTo("Tides");

        candidates.applyScores(List.of(new RecordSink.Change<>(EXAMPLE.value(), null, "", null)));
        CalibratedTheme after = calibrated(like(EXAMPLE), known);
        assertThat(name(after)).isEqualTo("Tides");
        assertThat(after.titles()).isEqualTo(Map.of(EXAMPLE, "Tides"));
    }

    private static Interest interest(Theme theme) {
        return new Interest(
                Frequency.DAILY,
                ZoneOffset.UTC,
                8,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                10,
                theme);
    }

    private static Optional<ThemeWait> waits(Preview preview) {
        assertThat(preview).isInstanceOf(Preview.Passed.class);
        assertThat(((Preview.Passed) preview).papers()).isPositive();
        return ((Preview.Passed) preview).waits();
    }

    @Test
    void saysInPreviewsWhichPartIsWaitedFor() {
        Previews previews = new Previews(database, candidates, reader, clock);
        assertThat(waits(previews.ofNew(interest(like(EXAMPLE))))).isEmpty();
        Interest wanted = interest(like(EXAMPLE, UNKNOWN));
        assertThat(waits(previews.ofNew(wanted))).contains(ThemeWait.EXAMPLE);

        keep(wanted.theme(), calibrated(like(EXAMPLE), null));
        assertThat(waits(previews.of(wanted))).contains(ThemeWait.EXAMPLE);
        assertThat(waits(previews.ofNew(wanted))).contains(ThemeWait.EXAMPLE);
    }

    private void keep(Theme theme, CalibratedTheme calibrated) {
        database.run(session ->
                session.createNativeMutationQuery(
                                """
                                insert into theme (theme_key, model, body, calibrated_at, look_at,
                                    waits_for)
                                values (:key, :model, :body, :now, :later, 'EXAMPLE')
                                """)
                        .setParameter("key", theme.key())
                        .setParameter("model", MODEL.toString())
                        .setParameter("body", ThemeJson.write(calibrated))
                        .setParameter("now", clock.instant())
                        .setParameter("later", clock.instant().plus(Duration.ofDays(7)))
                        .executeUpdate());
    }

    @Test
    void namesAnExampleByItsTitleInThatOfAPrivateFeed() {
        scored(EXAMPLE, "Tides");
        Theme theme = like(EXAMPLE);
        keep(theme, calibrated(theme, null));
        long subscription =
                database.inTransaction(session ->
                        session.createNativeQuery(
                                        """
                                        with one as (
                                            insert into subscriber (address, address_key,
                                                address_hash, created_at)
                                            values ('f@example.org', 'f@example.org', 'f', :now)
                                            returning id)
                                        insert into subscription (subscriber_id, state, frequency,
                                            timezone, hour, categories, include, exclude, authors,
                                            paper_limit, filter_key, requested_at, like_papers,
                                            theme_key)
                                        select id, 'ACTIVE', 'INSTANT', 'UTC', 8, '{}', '{}', '{}',
                                            '{}', 10, 'like', :now, array[:example], :theme
                                        from one returning id
                                        """,
                                        Long.class)
                                .setParameter("now", clock.instant())
                                .setParameter("example", EXAMPLE.value())
                                .setParameter("theme", theme.key())
                                .getSingleResult());

        PrivateFeedResult feed =
                feeds.read(
                        tokens.issueFeed(new Tokens.FeedToken(subscription, 1)), FeedFormat.ATOM);

        assertThat(feed).isInstanceOf(PrivateFeedResult.Found.class);
        assertThat(((PrivateFeedResult.Found) feed).document())
                .contains(
                        "Papers for you. Like any of the papers “Tides” (arXiv:"
                                + EXAMPLE.name()
                                + ")");
    }
}
