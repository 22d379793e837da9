package org.papertide.ranking.meaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.papertide.events.Decoded;
import org.papertide.events.Embedding;
import org.papertide.events.EventCodec;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.PaperStatus;
import org.papertide.events.TextModel;
import org.papertide.events.TextVector;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.platform.loop.Progress;
import org.papertide.platform.loop.UnavailableException;
import org.papertide.testing.SamplePaper;
import org.papertide.testing.fuzz.MutatedEvents;

/** What the maker of embeddings does, whatever broker it has. */
abstract class EmbeddingMakerCases {

    private static final Instant NOW = Instant.parse("2026-05-04T06:00:00Z");
    static final TextModel OLD = new TextModel("words", "1");
    static final TextModel NEW = new TextModel("words", "2");
    private static final TextModel THIRD = new TextModel("words", "3");
    static final int ALWAYS = Integer.MAX_VALUE;

    final List<String> embedded = new ArrayList<>();
    private final List<EmbeddingMaker> makers = new ArrayList<>();

    /** Which a model cannot read. */
    private final Set<String> unreadable = new HashSet<>(Set.of("unreadable"));

    /** Which read nothing. */
    private final Set<TextModel> away = new HashSet<>();

    private final List<String> refused = new ArrayList<>();
    private Instant time = NOW;
    private int readable = ALWAYS;
    private int pauses;

    /** Runs with each text that is embedded. */
    Runnable atText = () -> {};

    abstract Topics topics();

    abstract void send(Topic topic, byte[] key, byte @Nullable [] value);

    /** Until the broker has taken what was sent. */
    void awaitSent() {}

    abstract List<ConsumerRecord<byte[], byte[]>> embeddings();

    /**
     * @param commits after so many the next one fails, as if the process had been killed
     */
    abstract EmbeddingClients clients(int commits);

    @AfterEach
    void closeMakers() {
        makers.forEach(EmbeddingMaker::close);
    }

    @Test
    void embedsEachTextOnceThroughKillsRevisionsAndModels() throws InterruptedException {
        for (int paper = 0; paper < 40; paper++) {
            send(sample(paper).build());
        }
        // The broker takes what it sends, and it ends before it commits.
        EmbeddingMaker killed = maker(List.of(OLD), 1);
        assertThatThrownBy(() -> turnUntil(killed, () -> false)).hasMessage("killed");
        assertThat(embedded).hasSizeBetween(2, 39);
        killed.close();

        EmbeddingMaker next = maker(List.of(OLD), ALWAYS);
        turnUntil(next, () -> newest().size() == 40);
        idle(next);
        assertThat(embedded).hasSize(40).doesNotHaveDuplicates();

        // The same text again, another text, and those that leave.
        send(sample(1).revision(2).categories("cs.LG").build());
        send(sample(2).revision(2).title("Another title").build());
        send(sample(3).revision(2).status(PaperStatus.WITHDRAWN, null).build());
        send(Topic.PAPERS, key(4), null);
        send(sample(5).revision(2).abstractText(null).build());
        turnUntil(next, () -> newest().size() == 38 && embedded.size() == 42);
        idle(next);
        assertThat(embedded)
                .hasSize(42)
                .contains("Another title\n" + sample(2).build().abstractText())
                .contains(sample(5).build().title());
        next.close();

        // The next model beside the present one, and then alone.
        embedded.clear();
        EmbeddingMaker both = maker(List.of(OLD, NEW), ALWAYS);
        turnUntil(
                both, () -> newest().values().stream().allMatch(each -> each.by(NEW).isPresent()));
        idle(both);
        assertThat(embedded).hasSize(38).doesNotHaveDuplicates();
        assertThat(newest()).hasSize(38);
        assertThat(newest().values())
                .allSatisfy(each ->
                        assertThat(each.vectors())
                                .extracting(TextVector::model)
                                .containsExactly(OLD, NEW));
        both.close();
        embedded.clear();
        EmbeddingMaker alone = maker(List.of(NEW), ALWAYS);
        idle(alone);
        assertThat(embedded).isEmpty();
        alone.close();

        // A second change: what the model before made stays, and what was before it goes.
        Map<PaperId, Embedding> before = newest();
        embedded.clear();
        EmbeddingMaker second = maker(List.of(NEW, THIRD), ALWAYS);
        turnUntil(
                second,
                () -> newest().values().stream().allMatch(each -> each.by(THIRD).isPresent()));
        idle(second);
        assertThat(embedded).hasSize(38).doesNotHaveDuplicates();
        assertThat(newest()).hasSize(38);
        newest().forEach((paper, each) -> {
            assertThat(each.vectors()).extracting(TextVector::model).containsExactly(NEW, THIRD);
            assertThat(each.by(NEW)).isEqualTo(Objects.requireNonNull(before.get(paper)).by(NEW));
        });
    }

    /** The rankings may be behind now, and no more after the next text. */
    @Test
    void asksForItsShareAfterEachText() throws InterruptedException {
        EmbeddingMaker maker = maker(List.of(OLD), ALWAYS);
        idle(maker);
        pauses = 0;
        for (int paper = 0; paper < 3; paper++) {
            send(sample(paper).build());
        }
        turnUntil(maker, () -> newest().size() == 3);
        assertThat(pauses).isEqualTo(3);
    }

    /** Whatever is in the topics, it goes on behind it. */
    @Test
    void passesOverWhatItCannotRead() throws InterruptedException {
        for (byte[] value :
                List.of(utf8("{"), new byte[0], utf8("[".repeat(10_000)), utf8("null"))) {
            send(Topic.PAPERS, key(1), value);
            send(Topic.EMBEDDINGS, key(1), value);
        }
        send(Topic.PAPERS, utf8("x"), EventCodec.PAPER.encode(sample(2).build()));
        send(sample(1).build());
        EmbeddingMaker maker = maker(List.of(OLD), ALWAYS);
        turnUntil(maker, () -> newest().size() == 1);
        idle(maker);
        assertThat(embedded).hasSize(1);
        assertThat(maker.reads()).isTrue();
    }

    /** Whoever wrote it: the paper is to be found by what its text means. */
    @Test
    void replacesAVectorThatItsModelCannotHaveMade() throws InterruptedException {
        send(sample(1).build());
        Embedding strange =
                new Embedding(
                        SamplePaper.id("2605", 1),
                        TitleAndAbstract.of(sample(1).build()).hash(),
                        List.of(TextVector.of(OLD, new float[] {1})));
        send(Topic.EMBEDDINGS, key(1), EventCodec.EMBEDDING.encode(strange));
        EmbeddingMaker maker = maker(List.of(OLD), ALWAYS);
        turnUntil(maker, () -> !newest().containsValue(strange));
        idle(maker);
        assertThat(newest().values())
                .singleElement()
                .satisfies(each ->
                        assertThat(each.vectors())
                                .singleElement()
                                .returns(
                                        new WordsEmbedder(OLD).dimensions(),
                                        TextVector::dimensions));
    }

    /** Almost good ones among them: each is embedded, or passed over. */
    @Test
    void goesOnBehindAlmostGoodRecords() throws InterruptedException {
        Embedding embedding =
                new Embedding(
                        SamplePaper.id("2605", 1),
                        "0".repeat(32),
                        List.of(TextVector.of(OLD, new float[] {1, 0})));
        sendMutations(Topic.PAPERS, EventCodec.PAPER, sample(1).build());
        sendMutations(Topic.EMBEDDINGS, EventCodec.EMBEDDING, embedding);
        send(sample(2).build());
        EmbeddingMaker maker = maker(List.of(OLD), ALWAYS);
        idle(maker);
        assertThat(embedded).contains(text(2));
        assertThat(maker.failed()).isZero();
    }

    private <T> void sendMutations(Topic topic, EventCodec<T> codec, T good) {
        MutatedEvents mutations = new MutatedEvents(codec.encode(good));
        for (int seed = 0; seed < MutatedEvents.count(); seed++) {
            byte[] value = mutations.mutation(seed);
            send(
                    topic,
                    utf8(
                            codec.decode(value) instanceof Decoded.Event<T>(T event)
                                    ? codec.key(event)
                                    : codec.key(good)),
                    value);
        }
    }

    /** Another paper is not to wait for it, and the service says that there was one. */
    @Test
    void goesOnBehindATextThatTheModelCannotRead() throws InterruptedException {
        send(sample(1).title("unreadable").abstractText(null).build());
        send(sample(2).build());
        EmbeddingMaker maker = maker(List.of(OLD), ALWAYS);
        turnUntil(maker, () -> newest().size() == 1 && maker.failed() == 1);
        idle(maker);
        assertThat(maker.made()).isEqualTo(1);
        assertThat(maker.failed()).isEqualTo(1);
    }

    /** It may have been the moment, not the text. */
    @Test
    void triesATextThatFailedAgainAfterAWhile() throws InterruptedException {
        EmbeddingMaker maker = maker(List.of(OLD), ALWAYS);
        idle(maker);
        send(unreadable(1));
        send(sample(2).build());
        turnUntil(maker, () -> newest().size() == 1 && maker.failed() == 1);
        unreadable.clear();
        idle(maker);
        assertThat(newest()).as("a minute has not passed").hasSize(1);

        time = time.plus(Duration.ofMinutes(1));
        turnUntil(maker, () -> newest().size() == 2);
        assertThat(maker.failed()).isEqualTo(1);
        assertThat(maker.unreadable()).isZero();
    }

    /** It is not read at each of the paper's records either, and stops nothing. */
    @Test
    void leavesATextInPeaceThatFailsAtEachAttempt() throws InterruptedException {
        EmbeddingMaker maker = maker(List.of(OLD), ALWAYS);
        idle(maker);
        send(unreadable(1));
        for (int hour = 0; hour < 20; hour++) {
            idle(maker);
            time = time.plus(Duration.ofHours(1));
        }
        idle(maker);
        assertThat(refused).hasSize(Backlog.MOST_ATTEMPTS);
        assertThat(maker.unreadable()).isEqualTo(1);
        assertThat(maker.failed()).isEqualTo(1);

        send(
                SamplePaper.of(SamplePaper.id("2605", 1), NOW)
                        .title("unreadable")
                        .abstractText(null)
                        .revision(2)
                        .categories("cs.LG")
                        .build());
        send(sample(2).build());
        turnUntil(maker, () -> newest().size() == 1);
        idle(maker);
        assertThat(refused).hasSize(Backlog.MOST_ATTEMPTS);

        // Another text is another thing, and so is a paper that has left.
        send(sample(1).revision(3).build());
        turnUntil(maker, () -> newest().size() == 2);
        idle(maker);
        assertThat(maker.unreadable()).isZero();
    }

    /** Also one that came in the place of another. */
    @Test
    void triesTextsThatFailedAgainAfterARestart() throws InterruptedException {
        send(sample(1).build());
        EmbeddingMaker maker = maker(List.of(OLD), ALWAYS);
        turnUntil(maker, () -> newest().size() == 1);
        idle(maker);
        send(sample(1).title("unreadable").abstractText(null).revision(2).build());
        send(unreadable(2));
        send(sample(3).build());
        turnUntil(maker, () -> newest().size() == 2 && maker.failed() == 2);
        idle(maker);
        maker.close();

        unreadable.clear();
        EmbeddingMaker next = maker(List.of(OLD), ALWAYS);
        turnUntil(next, () -> newest().size() == 3);
        idle(next);
        assertThat(embedded).filteredOn("unreadable"::equals).hasSize(2);
        assertThat(embedded).filteredOn(text(3)::equals).hasSize(1);
    }

    /** The vector of the other is worth having. */
    @Test
    void aTextThatOneModelCannotReadHasTheVectorOfTheOther() throws InterruptedException {
        send(sample(1).title("unreadable by words/2").abstractText(null).build());
        unreadable.add("unreadable by words/2");
        EmbeddingMaker maker = maker(List.of(OLD, NEW), ALWAYS);
        turnUntil(maker, () -> newest().size() == 1);
        assertThat(newest().values())
                .allSatisfy(each -> assertThat(each.by(OLD)).isPresent())
                .allSatisfy(each -> assertThat(each.by(NEW)).isEmpty());

        unreadable.clear();
        time = time.plus(Duration.ofMinutes(1));
        turnUntil(
                maker, () -> newest().values().stream().allMatch(each -> each.by(NEW).isPresent()));
        assertThat(newest().values()).allSatisfy(each -> assertThat(each.by(OLD)).isPresent());
        assertThat(embedded)
                .filteredOn("unreadable by words/2"::equals)
                .as("once by each")
                .hasSize(2);
    }

    private static Paper unreadable(int number) {
        return sample(number).title("unreadable").abstractText(null).build();
    }

    /** As long as it may take: no paper is passed over, and none is embedded twice. */
    @Test
    void holdsPapersBackWhileTheModelReadsNothing() throws InterruptedException {
        for (int paper = 0; paper < 30; paper++) {
            send(sample(paper).build());
        }
        readable = 5;
        EmbeddingMaker maker = maker(List.of(OLD), ALWAYS);
        for (int refused = 0; refused < 20; ) {
            try {
                maker.turn();
            } catch (UnavailableException e) {
                assertThat(e).hasMessage("the text model words/1 reads nothing: away");
                refused++;
            }
        }
        assertThat(maker.failure()).isPresent();
        assertThat(maker.failed()).as("no text is to blame").isZero();
        assertThat(maker.lag()).isPositive();
        assertThat(embedded).hasSize(5);

        readable = ALWAYS;
        turnUntil(maker, () -> newest().size() == 30);
        idle(maker);
        assertThat(maker.failure()).isEmpty();
        assertThat(embedded).hasSize(30).doesNotHaveDuplicates();
    }

    /** A model that is tried is no reason for a search to miss a paper, old or new. */
    @Test
    void papersHaveTheVectorOfOneModelWhileTheOtherReadsNothing() throws InterruptedException {
        for (int paper = 0; paper < 30; paper++) {
            send(sample(paper).build());
        }
        away.add(NEW);
        EmbeddingMaker maker = maker(List.of(OLD, NEW), ALWAYS);
        turnWhileAway(maker, () -> newest().size() == 30);
        send(sample(1).revision(2).title("Another title").abstractText(null).build());
        for (int paper = 30; paper < 40; paper++) {
            send(sample(paper).build());
        }
        turnWhileAway(maker, () -> newest().size() == 40 && embedded.contains("Another title"));
        assertThat(newest().values())
                .allSatisfy(each ->
                        assertThat(each.vectors())
                                .extracting(TextVector::model)
                                .containsExactly(OLD));
        assertThatThrownBy(() -> turnUntil(maker, () -> false))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("the text model words/2 reads nothing: away");
        assertThat(maker.failure()).isPresent();
        assertThat(maker.lag()).isPositive();
        assertThat(embedded).hasSize(41).doesNotHaveDuplicates();

        away.clear();
        turnUntil(
                maker, () -> newest().values().stream().allMatch(each -> each.by(NEW).isPresent()));
        idle(maker);
        assertThat(newest()).hasSize(40);
        assertThat(embedded).hasSize(81);
        assertThat(maker.failure()).isEmpty();
        assertThat(maker.failed()).as("no text is to blame").isZero();
    }

    private void turnWhileAway(EmbeddingMaker maker, BooleanSupplier done)
            throws InterruptedException {
        turnUntil(
                () -> {
                    try {
                        maker.turn();
                    } catch (UnavailableException e) {
                        assertThat(maker.failure()).isPresent();
                    }
                },
                done);
    }

    static SamplePaper sample(int number) {
        return SamplePaper.of(SamplePaper.id("2605", number), NOW);
    }

    static String text(int number) {
        return TitleAndAbstract.of(sample(number).build()).text();
    }

    private static byte[] key(int number) {
        return utf8(SamplePaper.id("2605", number).value());
    }

    void send(Paper paper) {
        send(Topic.PAPERS, utf8(paper.id().value()), EventCodec.PAPER.encode(paper));
    }

    /** The newest embedding of each paper. */
    Map<PaperId, Embedding> newest() {
        Map<PaperId, Embedding> newest = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> each : embeddings()) {
            PaperId paper = new PaperId(new String(each.key(), StandardCharsets.UTF_8));
            switch (EventCodec.EMBEDDING.decode(each.value())) {
                case Decoded.Event<Embedding>(Embedding made) -> newest.put(paper, made);
                case Decoded.Tombstone<Embedding> _ -> newest.remove(paper);
                case Decoded.Malformed<Embedding> _ -> newest.remove(paper);
            }
        }
        return newest;
    }

    void turnUntil(EmbeddingMaker maker, BooleanSupplier done) throws InterruptedException {
        turnUntil(maker::turn, done);
    }

    private interface Turn {
        void take() throws InterruptedException;
    }

    private void turnUntil(Turn turn, BooleanSupplier done) throws InterruptedException {
        awaitSent();
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).as("patience").isLessThan(deadline);
            turn.take();
        }
    }

    /** Until it has read all papers. */
    void idle(EmbeddingMaker maker) throws InterruptedException {
        turnUntil(maker, maker::reads);
        maker.turn();
        turnUntil(maker, () -> maker.lag() == 0);
        maker.turn();
        assertThat(maker.lag()).isZero();
    }

    EmbeddingMaker maker(List<TextModel> models, int commits) {
        EmbeddingMaker maker =
                new EmbeddingMaker(
                        topics(),
                        models.stream().map(model -> (Embedder) new Counting(model)).toList(),
                        () -> {
                            pauses++;
                            return new Share(1);
                        },
                        clients(commits),
                        new Progress(Duration.ofMinutes(1)),
                        new MovingClock(),
                        Duration.ZERO);
        makers.add(maker);
        return maker;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private final class MovingClock extends Clock {

        @Override
        public Instant instant() {
            return time;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** Keeps what it was asked. */
    private final class Counting implements Embedder {

        private final WordsEmbedder words;

        Counting(TextModel model) {
            words = new WordsEmbedder(model);
        }

        @Override
        public TextModel model() {
            return words.model();
        }

        @Override
        public int dimensions() {
            return words.dimensions();
        }

        @Override
        public List<float[]> embed(List<String> texts, Role role) {
            if (embedded.size() >= readable || away.contains(model())) {
                throw new EmbeddingException("away", new IllegalStateException());
            }
            if (texts.stream().anyMatch(this::isUnreadable)) {
                refused.addAll(texts);
                throw new EmbeddingException("unreadable", new IllegalStateException());
            }
            embedded.addAll(texts);
            atText.run();
            return words.embed(texts, role);
        }

        private boolean isUnreadable(String text) {
            return unreadable.contains(text)
                    && (!text.contains(" by ") || text.endsWith(model().toString()));
        }
    }
}
