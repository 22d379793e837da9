package org.papertide.bench;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Embedding;
import org.papertide.events.EventCodec;
import org.papertide.events.Paper;
import org.papertide.events.TextVector;
import org.papertide.ranking.meaning.Embedder;
import org.papertide.ranking.meaning.ShippedModel;
import org.papertide.ranking.meaning.TitleAndAbstract;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What a paper's vector costs: processor time of the service's own way from text to vector, beside
 * the bare session of the same model on the same tokens. They take turns, so that both meet the
 * same load.
 */
@Command(
        name = "meaning",
        description =
                "Texts to vectors, compared with the bare session of the same model. Fails if a"
                        + " goal is missed. --vectors:"
                        + " those of recorded papers.")
final class MeaningBench implements Callable<Integer> {

    private static final int TOKENS = 256;
    private static final int ROUND = 10;

    /** Texts in the same processor time, of those of the bare session. */
    private static final double GOAL = 0.8;

    @Option(names = "--texts", paramLabel = "N", description = "Texts, each of 256 tokens.")
    private int texts = 200;

    @Option(
            names = "--vectors",
            paramLabel = "F",
            description =
                    "Instead: writes the vectors of the papers in --details, a line each as in"
                            + " embeddings.v1, for ./papertide backtest --vectors.")
    private @Nullable Path vectors;

    @Option(
            names = "--details",
            paramLabel = "DIR",
            description = "with --vectors: raw answers of the days, DIR/RECORDER/DAY.json.gz")
    private @Nullable Path details;

    private final Clock clock = Clock.systemUTC();
    private final Goals goals = new Goals();
    private final Table table = new Table("meaning", clock.instant());

    @Override
    public Integer call() throws IOException, OrtException {
        StateDirectory folder = StateDirectory.fresh();
        try {
            if (vectors != null) {
                write(folder.path(), vectors);
                return 0;
            }
            measure(folder.path());
        } finally {
            folder.wipe();
        }
        int code = goals.conclude(table);
        System.out.print(table);
        return code;
    }

    private void write(Path folder, Path file) throws IOException {
        if (details == null) {
            throw new MissingToolException("--vectors needs --details");
        }
        Embedder embedder = ShippedModel.load(folder);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (Paper paper : SearchQuality.recorded(details).values()) {
                TitleAndAbstract text = TitleAndAbstract.of(paper);
                float[] vector =
                        embedder.embed(List.of(text.text()), Embedder.Role.PASSAGE).getFirst();
                Embedding embedding =
                        new Embedding(
                                paper.id(),
                                text.hash(),
                                List.of(TextVector.of(embedder.model(), vector)));
                out.write(EventCodec.EMBEDDING.encode(embedding));
                out.write('\n');
            }
        }
    }

    private void measure(Path folder) throws IOException, OrtException {
        long before = resident();
        long start = System.nanoTime();
        Embedder embedder = ShippedModel.load(folder);
        table.add("model", embedder.model().toString());
        table.add("loading, native libraries unpacked", (System.nanoTime() - start) / 1e6, "ms");
        List<String> papers = papers();
        embedder.embed(papers.subList(0, ROUND), Embedder.Role.PASSAGE);
        table.add("resident memory more than without", (resident() - before) / 1e6, "MB");
        try (HuggingFaceTokenizer tokenizer = tokenizer();
                OrtSession bare = session()) {
            List<Encoding> encoded = papers.stream().map(tokenizer::encode).toList();
            run(bare, encoded.getFirst());
            double own = 0;
            double reference = 0;
            for (int round = 0; round + ROUND <= texts; round += ROUND) {
                long first = processorTime();
                embedder.embed(papers.subList(round, round + ROUND), Embedder.Role.PASSAGE);
                long second = processorTime();
                for (Encoding each : encoded.subList(round, round + ROUND)) {
                    run(bare, each);
                }
                own += second - first;
                reference += processorTime() - second;
            }
            int measured = texts / ROUND * ROUND;
            table.add("processor time a text", own / measured / 1e6, "ms");
            table.add("reference: bare session a text", reference / measured / 1e6, "ms");
            table.addRatio("texts in the same processor time", reference, own);
            goals.atLeast("texts in the same processor time", reference / own, GOAL);
        }
        table.add("resident memory at the end", (resident() - before) / 1e6, "MB");
    }

    /** Words of a language that has none: of 256 tokens or more, as most abstracts. */
    private List<String> papers() {
        Random random = new Random(1);
        List<String> words =
                List.of(
                        "learning",
                        "linear",
                        "deep",
                        "network",
                        "the",
                        "of",
                        "model",
                        "attention",
                        "gradient",
                        "we",
                        "show",
                        "that",
                        "language",
                        "diffusion",
                        "tides",
                        "data");
        List<String> papers = new ArrayList<>();
        for (int paper = 0; paper < texts; paper++) {
            StringBuilder text = new StringBuilder();
            for (int word = 0; word < TOKENS + 20; word++) {
                text.append(words.get(random.nextInt(words.size()))).append(' ');
            }
            papers.add(text.toString());
        }
        return papers;
    }

    private static HuggingFaceTokenizer tokenizer() throws IOException {
        try (InputStream in = resource("all-minilm-l6-v2-q-tokenizer.json")) {
            return HuggingFaceTokenizer.newInstance(
                    in,
                    Map.of(
                            "truncation",
                            "true",
                            "padding",
                            "false",
                            "maxLength",
                            Integer.toString(TOKENS),
                            "modelMaxLength",
                            "512"));
        }
    }

    private static OrtSession session() throws IOException, OrtException {
        try (InputStream in = resource("all-minilm-l6-v2-q.onnx");
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            return OrtEnvironment.getEnvironment().createSession(in.readAllBytes(), options);
        }
    }

    private static InputStream resource(String name) throws IOException {
        InputStream in = MeaningBench.class.getResourceAsStream("/" + name);
        if (in == null) {
            throw new IOException("not on the class path: " + name);
        }
        return in;
    }

    private static void run(OrtSession session, Encoding text) throws OrtException {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            inputs.put("input_ids", tensor(text.getIds()));
            inputs.put("attention_mask", tensor(text.getAttentionMask()));
            inputs.put("token_type_ids", tensor(text.getTypeIds()));
            session.run(inputs).close();
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor tensor(long[] numbers) throws OrtException {
        return OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(),
                LongBuffer.wrap(numbers),
                new long[] {1, numbers.length});
    }

    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Bytes of this process in memory. */
    private static long resident() throws IOException {
        String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ", -1);
        return Long.parseLong(pages[1]) * 4096;
    }
}
