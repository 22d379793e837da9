package org.papertide.ranking.meaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.TextModel;
import org.papertide.events.TextVector;
import org.papertide.platform.guard.ClientAddress;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.ProblemException;
import org.papertide.testing.Growth;

class VectorsResourceTest {

    private final TextModels models = new TextModels();
    private final ThreadLocal<ClientAddress> client =
            ThreadLocal.withInitial(() -> new ClientAddress("192.0.2.1/32"));
    private final VectorsResource resource = new VectorsResource(models, client::get);
    private final Embedder words = new WordsEmbedder(new TextModel("words", "1"));

    @Test
    void answersAVectorForEachTextInTheirOrder() {
        models.use(List.of(words));
        VectorsResource.Answer answer =
                resource.vectors(new VectorsResource.Request(List.of("one", "two"), null));
        assertThat(answer.model()).isEqualTo("words");
        assertThat(answer.version()).isEqualTo("1");
        assertThat(answer.vectors())
                .extracting(each -> new TextVector(words.model(), answer.dimensions(), each))
                .containsExactly(vector("one"), vector("two"));
        assertThat(answer.floors())
                .hasSize(2)
                .allSatisfy(floor -> assertThat(floor).isBetween(-1f, 1f));
        assertThat(resource.model()).isEqualTo(new VectorsResource.Model("words", "1", 64));
    }

    /** Whoever asks does another thing about each. */
    @ParameterizedTest
    @EnumSource
    void saysWhyThereIsNoModel(NoVectors why) {
        models.lacks(why, "text models: as it is");
        assertThat(refusal(() -> resource.vectors(request("one"))))
                .isEqualTo(refusal(resource::model))
                .satisfies(problem -> {
                    assertThat(problem.status()).isEqualTo(503);
                    assertThat(problem.detail()).contains("text models: as it is");
                    assertThat(problem.more()).isEqualTo(Map.of("code", why.code()));
                });
    }

    @Test
    void saysThatTheServiceStarts() {
        assertThat(refusal(resource::model).more()).containsEntry("code", "service-starting");
    }

    @Test
    void saysThatTheModelIsBrokenWhenItFails() {
        models.use(List.of(new Broken(words)));
        assertThat(refusal(() -> resource.vectors(request("one"))).more())
                .containsEntry("code", "model-broken");
    }

    /** The names are in the contract: nobody renames one by the way. */
    @Test
    void theContractNamesEveryReason() throws IOException {
        JsonNode schema;
        try (InputStream in = VectorsResourceTest.class.getResourceAsStream("/openapi.json")) {
            schema = new ObjectMapper().readTree(in).at("/components/schemas/NoVectors");
        }
        assertThat(schema.findValue("enum").valueStream().map(JsonNode::asText))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(NoVectors.values()).map(NoVectors::code).toList());
    }

    private static Problem refusal(Runnable asking) {
        return catchThrowableOfType(ProblemException.class, asking::run).problem();
    }

    /** Loaded, and fails at each text. */
    private record Broken(Embedder words) implements Embedder {

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
            throw new EmbeddingException("broken", new IllegalStateException());
        }
    }

    @Test
    void readsATextAsThatOfAPaperIsRead() {
        models.use(List.of(words));
        assertThat(resource.vectors(request("Poincar\\'e maps")))
                .isEqualTo(resource.vectors(request("Poincar\u00e9 maps")))
                .isNotEqualTo(resource.vectors(request("maps")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a ",
                "\\'",
                "\\frac",
                "$",
                "{",
                "$x^{",
                "\\begin{",
                "e\u0301",
                "\u6f6e"
            })
    void takesTimeInProportionToTheTexts(String piece) {
        models.use(List.of(words));
        Growth.assertLinear(
                VectorsResource.MOST_TEXTS / 2,
                texts ->
                        new VectorsResource.Request(
                                Collections.nCopies(
                                        texts, ("a" + piece.repeat(500)).substring(0, 500)),
                                null),
                resource::vectors);
    }

    @Test
    void refusesWhatIsTooMuchOrNothing() {
        models.use(List.of(words));
        for (VectorsResource.Request request :
                Arrays.asList(
                        null,
                        new VectorsResource.Request(null, null),
                        new VectorsResource.Request(List.of(), null),
                        new VectorsResource.Request(Collections.singletonList(null), null),
                        request(" "),
                        request("x".repeat(501)),
                        new VectorsResource.Request(Collections.nCopies(33, "x"), null))) {
            assertThatThrownBy(() -> resource.vectors(request))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("texts");
        }
    }

    /** Whoever asks without end has the turns that nobody else wants. */
    @Test
    @Timeout(30)
    void anAddressThatAsksWithoutEndDelaysAnotherByOneAnswer() throws InterruptedException {
        Semaphore mayAnswer = new Semaphore(0);
        BlockingQueue<String> read = new LinkedBlockingQueue<>();
        models.use(List.of(new Slow(words, mayAnswer, read)));
        List<Thread> threads = new ArrayList<>();
        AtomicInteger refused = new AtomicInteger();
        for (int i = 0; i < 40; i++) {
            threads.add(ask("192.0.2.9/32", "many", refused));
        }
        await().until(() -> refused.get() == 40 - 1 - 16);
        Thread one = ask("192.0.2.2/32", "one", refused);
        await().until(() -> one.getState() == Thread.State.TIMED_WAITING);

        mayAnswer.release(2);
        one.join();
        assertThat(read).containsExactly("many", "one");
        mayAnswer.release(100);
        for (Thread each : threads) {
            each.join();
        }
        assertThat(refused.get()).isEqualTo(23);
    }

    private Thread ask(String address, String text, AtomicInteger refused) {
        return Thread.ofPlatform()
                .start(() -> {
                    client.set(new ClientAddress(address));
                    try {
                        var _ = resource.vectors(request(text));
                    } catch (ProblemException e) {
                        assertThat(e.problem().more()).containsEntry("code", "busy");
                        refused.incrementAndGet();
                    }
                });
    }

    /** Each answer to a query waits for the test. */
    private record Slow(Embedder words, Semaphore mayAnswer, BlockingQueue<String> read)
            implements Embedder {

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
            if (role == Role.QUERY) {
                mayAnswer.acquireUninterruptibly();
                read.addAll(texts);
            }
            return words.embed(texts, role);
        }
    }

    private TextVector vector(String text) {
        return TextVector.of(
                words.model(), words.embed(List.of(text), Embedder.Role.QUERY).getFirst());
    }

    private static VectorsResource.Request request(String text) {
        return new VectorsResource.Request(List.of(text), null);
    }
}
