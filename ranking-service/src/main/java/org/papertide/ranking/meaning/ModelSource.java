package org.papertide.ranking.meaning;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Bounds;
import org.papertide.events.TextModel;

/**
 * Where a text model is, and how it wants its texts.
 *
 * @param name of the model
 * @param file the model; null for the shipped one
 * @param tokenizer its tokenizer; null for the shipped one
 * @param pooling how it makes one vector of many
 * @param tokens most parts of a text that it reads
 * @param queryPrefix before a text that somebody looks for; may be empty
 * @param passagePrefix before the text of a paper; may be empty
 */
record ModelSource(
        String name,
        @Nullable Path file,
        @Nullable Path tokenizer,
        Pooling pooling,
        int tokens,
        String queryPrefix,
        String passagePrefix) {

    /** Raised when a change of this code makes other vectors of the same text. */
    private static final int RECIPE = 1;

    private static final String SHIPPED = "all-minilm-l6-v2-q";
    private static final long LARGEST_MODEL = 2L * 1024 * 1024 * 1024 - 1;
    private static final long LARGEST_TOKENIZER = 100L * 1024 * 1024;
    private static final int VERSION_DIGITS = 16;

    /** all-MiniLM-L6-v2 in eight bits, from the class path. */
    static ModelSource shipped() {
        return new ModelSource(SHIPPED, null, null, Pooling.MEAN, 256, "", "");
    }

    /** The model that an operator names, if there is one. */
    static Optional<ModelSource> named(MeaningSettings.ModelFiles settings) {
        return settings.file()
                .map(file ->
                        new ModelSource(
                                name(file),
                                file,
                                settings.tokenizer()
                                        .orElseGet(() -> file.resolveSibling("tokenizer.json")),
                                settings.pooling(),
                                settings.tokens(),
                                settings.queryPrefix().orElse(""),
                                settings.passagePrefix().orElse("")));
    }

    private static String name(Path file) {
        String name = file.getFileName().toString().replaceFirst("\\.onnx$", "");
        return name.length() <= Bounds.MAX_WORD ? name : name.substring(0, Bounds.MAX_WORD);
    }

    /**
     * Reads both files.
     *
     * @param arena in which the network lies, outside of the heap
     * @throws IOException if one of them is not there or too large
     */
    Bytes read(Arena arena) throws IOException {
        byte[] words = file == null ? resource(SHIPPED + "-tokenizer.json") : smallFile(tokenizer);
        ByteBuffer network =
                file == null
                        ? resourceOutsideOfHeap(SHIPPED + ".onnx", arena)
                        : mapped(file, arena);
        return new Bytes(
                new TextModel(name, version(network, words)), network, ByteBuffer.wrap(words));
    }

    /** Another one whenever a vector could be another. */
    private String version(ByteBuffer network, byte[] words) {
        MessageDigest digest = sha256();
        digest.update(network.duplicate());
        digest.update(words);
        String way =
                "%d %s %d|%s|%s".formatted(RECIPE, pooling, tokens, queryPrefix, passagePrefix);
        digest.update(way.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest()).substring(0, VERSION_DIGITS);
    }

    private static byte[] smallFile(@Nullable Path path) throws IOException {
        if (path == null || Files.size(path) > LARGEST_TOKENIZER) {
            throw new IOException("no tokenizer, or larger than 100 MB: " + path);
        }
        return Files.readAllBytes(path);
    }

    private static ByteBuffer mapped(Path path, Arena arena) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            if (channel.size() > LARGEST_MODEL) {
                throw new IOException("larger than 2 GB: " + path);
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena)
                    .asByteBuffer();
        }
    }

    /**
     * The model is needed for a second, and the heap is small. Its size is asked for, as who counts
     * unpacks all of it twice.
     */
    private static ByteBuffer resourceOutsideOfHeap(String resource, Arena arena)
            throws IOException {
        URLConnection packed = packed(resource);
        try (InputStream in = packed.getInputStream();
                ReadableByteChannel channel = Channels.newChannel(in)) {
            ByteBuffer buffer = arena.allocate(packed.getContentLengthLong()).asByteBuffer();
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // Until it is full.
            }
            return buffer.flip();
        }
    }

    private static byte[] resource(String resource) throws IOException {
        try (InputStream in = packed(resource).getInputStream()) {
            return in.readAllBytes();
        }
    }

    /** Closing the stream closes the jar as well. */
    private static URLConnection packed(String resource) throws IOException {
        URL found = ModelSource.class.getResource("/" + resource);
        if (found == null) {
            throw new IOException("not on the class path: " + resource);
        }
        URLConnection packed = found.openConnection();
        packed.setUseCaches(false);
        return packed;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * What was read.
     *
     * @param name of the model, with its version
     * @param model the network, in its arena
     * @param tokenizer the tokenizer's file
     */
    record Bytes(TextModel name, ByteBuffer model, ByteBuffer tokenizer) {}
}
