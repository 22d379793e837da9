package org.papertide.ranking.api.readmodel;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventJson;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.PaperStatus;
import org.papertide.events.PaperSummary;
import org.papertide.ranking.bytes.UnreadableBytesException;

/**
 * What is known of a paper, whether it trends or not. Its JSON is the stored form.
 *
 * @param revision as in {@link Paper}
 * @param status listed, withdrawn or merged
 * @param mergedInto the identity it is known under now, if it was merged
 * @param summary the paper, without its abstract
 */
public record CataloguedPaper(
        long revision, PaperStatus status, @Nullable PaperId mergedInto, PaperSummary summary) {

    public CataloguedPaper {
        Objects.requireNonNull(status);
        Objects.requireNonNull(summary);
    }

    public static CataloguedPaper of(Paper paper) {
        return new CataloguedPaper(
                paper.revision(),
                paper.status(),
                paper.mergedInto(),
                PaperSummary.of(paper).forRanking());
    }

    byte[] toBytes() {
        try {
            return EventJson.mapper().writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record always has a JSON form", e);
        }
    }

    /**
     * Reads its stored form.
     *
     * @throws UnreadableBytesException if another release wrote it in another form
     */
    static CataloguedPaper fromBytes(byte[] bytes) {
        try {
            return EventJson.mapper().readValue(bytes, CataloguedPaper.class);
        } catch (IOException | IllegalArgumentException e) {
            throw new UnreadableBytesException("not the stored form of a paper: " + e);
        }
    }
}
