package org.papertide.ranking.meaning;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Decoded;
import org.papertide.events.Embedding;
import org.papertide.events.EventCodec;
import org.papertide.platform.hashing.Sha256;

/**
 * Which embeddings of a partition are made: from which text, and by which of our models. Not the
 * vectors: 100,000 papers take 10 MB.
 */
final class MadeEmbeddings {

    private final List<Embedder> models;

    /** By the beginning of a hash of the paper's id. */
    private final Map<Long, Made> made = new HashMap<>();

    /**
     * One of them.
     *
     * @param textHash as in its record
     * @param models a bit for each of ours
     * @param offset where it stands in the topic; -1 while nobody knows
     */
    record Made(long textHash, int models, long offset) {

        boolean isOf(TitleAndAbstract text) {
            return textHash == beginning(text.hash());
        }

        boolean isBy(int model) {
            return (models & 1 << model) != 0;
        }
    }

    /**
     * @param models ours, of which it is asked
     */
    MadeEmbeddings(List<Embedder> models) {
        this.models = List.copyOf(models);
    }

    /** Notes a record of the topic. What cannot be read is as if it were not there. */
    void note(byte[] key, byte @Nullable [] value, long offset) {
        String paper = new String(key, StandardCharsets.UTF_8);
        if (EventCodec.EMBEDDING.decode(value) instanceof Decoded.Event<Embedding>(Embedding each)
                && each.paperId().value().equals(paper)) {
            note(each, offset);
        } else {
            forget(paper);
        }
    }

    /** Notes one that stands at this offset. */
    void note(Embedding embedding, long offset) {
        int bits = 0;
        for (int model = 0; model < models.size(); model++) {
            if (embedding.vectors().stream().anyMatch(models.get(model)::canHaveMade)) {
                bits |= 1 << model;
            }
        }
        made.put(
                name(embedding.paperId().value()),
                new Made(beginning(embedding.textHash()), bits, offset));
    }

    /** Notes that a paper has none any more. */
    void forget(String paper) {
        made.remove(name(paper));
    }

    Optional<Made> find(String paper) {
        return Optional.ofNullable(made.get(name(paper)));
    }

    /** The beginning of a hash of a paper's id. */
    static long name(String paper) {
        return ByteBuffer.wrap(Sha256.of(paper)).getLong();
    }

    private static long beginning(String hash) {
        return Long.parseUnsignedLong(hash, 0, 16, 16);
    }
}
