package org.papertide.ranking.topology;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventJson;
import org.papertide.events.Paper;
import org.papertide.events.PaperStatus;
import org.papertide.events.PaperSummary;
import org.papertide.ranking.bytes.ByteReader;
import org.papertide.ranking.bytes.ByteWriter;
import org.papertide.ranking.bytes.UnreadableBytesException;
import org.papertide.ranking.model.BreakoutState;
import org.papertide.ranking.model.PaperFacts;

/**
 * What the catalogue store holds of a paper: its text as events carry it, and the facts of the
 * score. A paper that was withdrawn or merged leaves an entry without text, so that a lower
 * revision does not bring it back.
 *
 * @param revision of the paper
 * @param status of the paper
 * @param firstSeen when the stream first had it, by its own time
 * @param breakout its breakouts so far, kept while it is quiet
 * @param submitterFollowers as in {@link Paper}
 * @param authorParticipating as in {@link Paper}
 * @param summaryJson a {@link PaperSummary} in JSON, with its abstract; empty if not listed
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes on their way from one store to a topic.
record PaperEntry(
        long revision,
        PaperStatus status,
        Instant firstSeen,
        BreakoutState breakout,
        @Nullable Long submitterFollowers,
        @Nullable Boolean authorParticipating,
        byte[] summaryJson) {

    private static final byte FORMAT = 1;
    private static final int HEADER = 1 + 8 + 1 + 8 + BreakoutState.BYTES + 8 + 1;
    private static final long UNKNOWN = -1;
    private static final byte[] NO_TEXT = {};

    /** In bytes, of a text as it is shown: ten times an ordinary one. */
    private static final int MAX_TEXT = 16 * 1024;

    /** The entry of a paper that was not known. */
    static PaperEntry first(Paper paper, Instant firstSeen) {
        return of(paper, firstSeen, BreakoutState.none());
    }

    /** The entry after a new revision of the paper. */
    PaperEntry revised(Paper paper) {
        return of(paper, firstSeen, breakout);
    }

    private static PaperEntry of(Paper paper, Instant firstSeen, BreakoutState breakout) {
        boolean listed = paper.status() == PaperStatus.LISTED;
        return new PaperEntry(
                paper.revision(),
                paper.status(),
                firstSeen,
                breakout,
                paper.submitterFollowers(),
                paper.authorParticipating(),
                listed ? text(PaperSummary.of(paper)) : NO_TEXT);
    }

    /** A text that is out of all proportion loses what made it so: it must fit into the topics. */
    private static byte[] text(PaperSummary summary) {
        byte[] json = json(summary);
        if (json.length <= MAX_TEXT || json(summary.asShown()).length <= MAX_TEXT) {
            return json;
        }
        return json(
                summary.withAbstract(null)
                        .withoutLinksAndAliases()
                        .withCategories(Categories.of(summary).stream().skip(1).toList()));
    }

    PaperEntry withBreakout(BreakoutState last) {
        return new PaperEntry(
                revision,
                status,
                firstSeen,
                last,
                submitterFollowers,
                authorParticipating,
                summaryJson);
    }

    /** The text; only of a listed paper. */
    PaperSummary summary() {
        try {
            return EventJson.mapper().readValue(summaryJson, PaperSummary.class);
        } catch (java.io.IOException e) {
            throw new IllegalStateException("a stored summary was written by this class", e);
        }
    }

    PaperFacts facts(PaperSummary summary) {
        return new PaperFacts(
                summary.listed(),
                firstSeen,
                summary.primaryCategory(),
                summary.authorCount() == 0 ? null : summary.authorCount(),
                submitterFollowers,
                authorParticipating);
    }

    byte[] toBytes() {
        long followers = submitterFollowers == null ? UNKNOWN : submitterFollowers;
        byte participating =
                authorParticipating == null ? -1 : authorParticipating ? (byte) 1 : (byte) 0;
        ByteWriter out = new ByteWriter(HEADER + summaryJson.length);
        out.writeByte(FORMAT).writeLong(revision).writeByte(code(status));
        out.writeLong(firstSeen.toEpochMilli());
        breakout.writeTo(out);
        out.writeLong(followers).writeByte(participating);
        return out.writeBytes(summaryJson).toBytes();
    }

    /**
     * What {@link #toBytes} wrote.
     *
     * @throws UnreadableBytesException if the bytes are in no format that this release knows
     */
    static PaperEntry fromBytes(byte[] bytes) {
        ByteReader in = new ByteReader("paper entry", bytes).expectFormat(FORMAT);
        long revision = in.readLong();
        PaperStatus status = status(in);
        Instant firstSeen = Instant.ofEpochMilli(in.readLong());
        BreakoutState breakout = BreakoutState.readFrom(in);
        long followers = in.readLong();
        int participating = in.readByte();
        return new PaperEntry(
                revision,
                status,
                firstSeen,
                breakout,
                followers == UNKNOWN ? null : (Long) followers,
                participating < 0 ? null : (Boolean) (participating == 1),
                in.readRest());
    }

    private static byte code(PaperStatus status) {
        return switch (status) {
            case LISTED -> 'L';
            case WITHDRAWN -> 'W';
            case MERGED -> 'M';
        };
    }

    private static PaperStatus status(ByteReader in) {
        int code = in.readByte();
        return switch (code) {
            case 'L' -> PaperStatus.LISTED;
            case 'W' -> PaperStatus.WITHDRAWN;
            case 'M' -> PaperStatus.MERGED;
            default -> throw in.unreadable("status " + code);
        };
    }

    static byte[] json(Object value) {
        try {
            return EventJson.mapper().writeValueAsBytes(value);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException("an event record always has a JSON form", e);
        }
    }
}
