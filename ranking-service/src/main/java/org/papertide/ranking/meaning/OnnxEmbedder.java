package org.papertide.ranking.meaning;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.papertide.events.TextModel;
import org.papertide.events.TextVector;

/**
 * A text model in ONNX form, run by ONNX Runtime on the thread that asks.
 *
 * <p>Texts go through it one by one: on one thread a batch is no faster, and it needs memory for
 * all of its texts, each as long as the longest.
 */
final class OnnxEmbedder implements Embedder, AutoCloseable {

    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String TYPES = "token_type_ids";

    private final TextModel model;
    private final Pooling pooling;
    private final String queryPrefix;
    private final String passagePrefix;
    private final HuggingFaceTokenizer tokenizer;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final int dimensions;

    private OnnxEmbedder(
            ModelSource source,
            TextModel model,
            HuggingFaceTokenizer tokenizer,
            OrtEnvironment environment,
            OrtSession session)
            throws OrtException {
        this.model = model;
        this.pooling = source.pooling();
        this.queryPrefix = source.queryPrefix();
        this.passagePrefix = source.passagePrefix();
        this.tokenizer = tokenizer;
        this.environment = environment;
        this.session = session;
        // What it gives, not what its file says: most leave it open.
        this.dimensions = run("").length;
    }

    /**
     * Loads a model: half a second to two.
     *
     * @throws ModelUnreadableException if its files are not there or hold no text model
     */
    static OnnxEmbedder load(ModelSource source) throws ModelUnreadableException {
        HuggingFaceTokenizer tokenizer = null;
        OrtSession session = null;
        try (Arena arena = Arena.ofConfined()) {
            ModelSource.Bytes bytes = source.read(arena);
            OrtEnvironment environment = NativeLibraries.environment();
            tokenizer =
                    HuggingFaceTokenizer.newInstance(
                            new ByteArrayInputStream(bytes.tokenizer().array()),
                            tokenizing(source));
            session = session(environment, bytes.model());
            OnnxEmbedder embedder =
                    new OnnxEmbedder(source, bytes.name(), tokenizer, environment, session);
            embedder.check(source.tokens());
            return embedder;
        } catch (OrtException | IOException | RuntimeException | LinkageError e) {
            closeQuietly(session, tokenizer);
            throw new ModelUnreadableException(source.name() + ": " + e.getMessage(), e);
        }
    }

    /** This overrides the lengths in the tokenizer's own file: MiniLM's pads and cuts to 128. */
    private static Map<String, String> tokenizing(ModelSource source) {
        return Map.of(
                "truncation",
                "true",
                "padding",
                "false",
                "maxLength",
                Integer.toString(source.tokens()),
                "modelMaxLength",
                Integer.toString(Math.max(512, source.tokens())));
    }

    private static OrtSession session(OrtEnvironment environment, ByteBuffer model)
            throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            // It works on the caller's thread, so that the caller's pauses bound what it takes.
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            // Memory goes back after each text, instead of as much as the longest one took.
            options.setCPUArenaAllocator(false);
            options.setMemoryPatternOptimization(false);
            OrtSession session = environment.createSession(model, options);
            for (String input : session.getInputNames()) {
                if (!List.of(IDS, MASK, TYPES).contains(input)) {
                    session.close();
                    throw new IllegalArgumentException("no text model: it asks for " + input);
                }
            }
            return session;
        }
    }

    /** A text of all the tokens that it is said to read is more than some networks take. */
    private void check(int tokens) throws OrtException {
        if (dimensions < 1 || dimensions > TextVector.MAX_DIMENSIONS) {
            throw new IllegalArgumentException(
                    "vectors of %d numbers; at most %d are possible"
                            .formatted(dimensions, TextVector.MAX_DIMENSIONS));
        }
        int ofLong = run("tide ".repeat(tokens)).length;
        if (ofLong != dimensions) {
            throw new IllegalArgumentException(
                    "vectors of %d and of %d numbers".formatted(dimensions, ofLong));
        }
    }

    @Override
    public TextModel model() {
        return model;
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public List<float[]> embed(List<String> texts, Role role) {
        String prefix =
                switch (role) {
                    case QUERY -> queryPrefix;
                    case PASSAGE -> passagePrefix;
                };
        List<float[]> vectors = new ArrayList<>(texts.size());
        try {
            for (String text : texts) {
                vectors.add(run(prefix + EmbeddedText.of(text)));
            }
        } catch (OrtException | RuntimeException e) {
            throw new EmbeddingException(model + ": " + e.getMessage(), e);
        }
        return vectors;
    }

    private float[] run(String text) throws OrtException {
        Encoding encoding = tokenizer.encode(text);
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            for (String input : session.getInputNames()) {
                inputs.put(input, tensor(numbers(encoding, input)));
            }
            try (OrtSession.Result result = session.run(inputs)) {
                return pooled((OnnxTensor) result.get(0), encoding.getAttentionMask());
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private static long[] numbers(Encoding encoding, String input) {
        return switch (input) {
            case IDS -> encoding.getIds();
            case MASK -> encoding.getAttentionMask();
            default -> encoding.getTypeIds();
        };
    }

    private OnnxTensor tensor(long[] numbers) throws OrtException {
        return OnnxTensor.createTensor(
                environment, LongBuffer.wrap(numbers), new long[] {1, numbers.length});
    }

    /** A vector for each part of the text, or one that the model itself made of them. */
    private float[] pooled(OnnxTensor output, long[] mask) {
        TensorInfo info = output.getInfo();
        long[] shape = info.getShape();
        if (info.type != OnnxJavaType.FLOAT || shape.length < 2 || shape.length > 3) {
            throw new IllegalArgumentException("no text model: it answers with " + info);
        }
        float[] numbers = new float[(int) shape[shape.length - 1]];
        FloatBuffer all = output.getFloatBuffer();
        int parts = shape.length == 2 || pooling == Pooling.FIRST ? 1 : (int) shape[1];
        for (int part = 0; part < parts; part++) {
            if (parts > 1 && mask[part] == 0) {
                continue;
            }
            for (int at = 0; at < numbers.length; at++) {
                numbers[at] += all.get(part * numbers.length + at);
            }
        }
        return normalised(numbers);
    }

    private static float[] normalised(float[] numbers) {
        double squares = 0;
        for (float number : numbers) {
            squares += (double) number * number;
        }
        double length = Math.sqrt(squares);
        if (!(length > 0 && length < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the model gives no direction");
        }
        for (int at = 0; at < numbers.length; at++) {
            numbers[at] = (float) (numbers[at] / length);
        }
        return numbers;
    }

    /** Gives its memory back. Nobody may be asking it any more. */
    @Override
    public void close() {
        closeQuietly(session, tokenizer);
    }

    private static void closeQuietly(
            @Nullable OrtSession session, @Nullable HuggingFaceTokenizer tokenizer) {
        if (tokenizer != null) {
            tokenizer.close();
        }
        if (session != null) {
            try {
                session.close();
            } catch (OrtException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
