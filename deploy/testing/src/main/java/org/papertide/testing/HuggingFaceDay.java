package org.papertide.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.stream.IntStream;
import org.papertide.events.EventJson;

/** A day of Hugging Face's daily papers in the format of its API, of invented papers. */
public final class HuggingFaceDay {

    private HuggingFaceDay() {}

    /**
     * A paper of the day.
     *
     * @param arxivId such as "2605.00001"
     */
    public record Entry(String arxivId, String title, String summary, String author, int upvotes) {}

    /** What the n-th paper is. */
    @FunctionalInterface
    public interface Papers {
        Entry paper(int n);
    }

    /** The day's list of papers from one number to another, both included. */
    public static byte[] json(Instant listed, int from, int to, Papers papers) {
        ArrayNode list = EventJson.mapper().createArrayNode();
        IntStream.rangeClosed(from, to)
                .mapToObj(papers::paper)
                .forEach(each -> add(list.addObject(), listed, each));
        try {
            return EventJson.mapper().writeValueAsBytes(list);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(ObjectNode entry, Instant listed, Entry each) {
        ObjectNode paper = entry.putObject("paper");
        paper.put("id", each.arxivId());
        paper.putArray("authors").addObject().put("name", each.author()).put("hidden", false);
        paper.put("publishedAt", listed.toString());
        paper.put("submittedOnDailyAt", listed.toString());
        paper.put("title", each.title());
        paper.put("summary", each.summary());
        paper.put("upvotes", each.upvotes());
        entry.put("publishedAt", listed.toString());
        entry.put("title", each.title());
        entry.put("numComments", 1);
    }
}
