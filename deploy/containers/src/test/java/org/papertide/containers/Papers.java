package org.papertide.containers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.function.IntUnaryOperator;
import org.papertide.events.EventJson;

/** Invented papers of a Hugging Face day. */
final class Papers {

    private Papers() {}

    static String title(int n) {
        return "Paper " + n + " on Ships in Bottles";
    }

    /** The id of the n-th paper, as it is on the stream. */
    static String id(Instant listed, int n) {
        return "arxiv:" + arxivId(listed, n);
    }

    /** A day's list of papers from one number to another, each with its upvotes. */
    static byte[] day(Instant listed, int from, int to, IntUnaryOperator upvotes) {
        ArrayNode list = EventJson.mapper().createArrayNode();
        for (int n = from; n <= to; n++) {
            ObjectNode entry = list.addObject();
            ObjectNode paper = entry.putObject("paper");
            paper.put("id", arxivId(listed, n));
            paper.putArray("authors").addObject().put("name", "Ann Chor").put("hidden", false);
            paper.put("publishedAt", listed.toString());
            paper.put("submittedOnDailyAt", listed.toString());
            paper.put("title", title(n));
            paper.put("summary", "A ship of " + n + " masts is put into a bottle.");
            paper.put("upvotes", upvotes.applyAsInt(n));
            entry.put("publishedAt", listed.toString());
            entry.put("title", title(n));
            entry.put("numComments", 1);
        }
        try {
            return EventJson.mapper().writeValueAsBytes(list);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String arxivId(Instant listed, int n) {
        ZonedDateTime day = listed.atZone(ZoneOffset.UTC);
        return "%02d%02d.%05d".formatted(day.getYear() % 100, day.getMonthValue(), 80_000 + n);
    }
}
