package org.papertide.local.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.papertide.local.demo.SimulatedPaper.Organisation;

/** Writes papers as {@code GET /api/daily_papers} of Hugging Face does, its oddities included. */
final class HuggingFaceJson {

    private static final JsonFactory JSON = new JsonFactory();

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /** The outer time of publication is always the inner one less this. */
    private static final Duration ZONE_SLIP = Duration.ofHours(4);

    private final String base;

    /**
     * @param base address of the simulated source, for project pages
     */
    HuggingFaceJson(String base) {
        this.base = base;
    }

    void write(List<SimulatedPaper> papers, Instant now, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartArray();
            for (SimulatedPaper paper : papers) {
                entry(paper, now, json);
            }
            json.writeEndArray();
        }
    }

    private void entry(SimulatedPaper paper, Instant now, JsonGenerator json) throws IOException {
        Instant published = paper.times().submitted();
        json.writeStartObject();
        json.writeObjectFieldStart("paper");
        paper(paper, now, json);
        json.writeEndObject();
        json.writeStringField("publishedAt", TIME.format(published.minus(ZONE_SLIP)));
        json.writeStringField("title", paper.text().title());
        json.writeStringField("summary", paper.text().abstractText());
        json.writeStringField(
                "thumbnail",
                "https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/%s.png"
                        .formatted(paper.id()));
        json.writeNumberField("numComments", paper.comments(now));
        submitter("submittedBy", paper, json);
        organisation(paper, json);
        json.writeBooleanField("isAuthorParticipating", paper.engagement().authorParticipating());
        json.writeEndObject();
    }

    private void paper(SimulatedPaper paper, Instant now, JsonGenerator json) throws IOException {
        json.writeStringField("id", paper.id());
        json.writeArrayFieldStart("authors");
        for (int i = 0; i < paper.text().authors().size(); i++) {
            json.writeStartObject();
            json.writeStringField("_id", objectId(paper, i + 1));
            json.writeStringField("name", paper.text().authors().get(i));
            json.writeBooleanField("hidden", false);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("publishedAt", TIME.format(paper.times().submitted()));
        json.writeStringField("submittedOnDailyAt", TIME.format(paper.times().listed()));
        json.writeStringField("title", paper.text().title());
        submitter("submittedOnDailyBy", paper, json);
        json.writeStringField("summary", paper.text().abstractText());
        json.writeNumberField("upvotes", paper.upvotes(now));
        json.writeStringField("discussionId", objectId(paper, 0));
        repository(paper, now, json);
        if (paper.number() % 3 == 0) {
            json.writeStringField("projectPage", base + "/papers/" + paper.id());
        }
        json.writeArrayFieldStart("ai_keywords");
        for (String keyword : paper.text().keywords()) {
            json.writeString(keyword);
        }
        json.writeEndArray();
        organisation(paper, json);
        json.writeArrayFieldStart("mediaUrls");
        json.writeEndArray();
        json.writeNullField("withdrawnAt");
    }

    /** Absent where there is no code: missing is not zero. */
    private static void repository(SimulatedPaper paper, Instant now, JsonGenerator json)
            throws IOException {
        String repository = paper.engagement().repository();
        if (repository != null) {
            json.writeStringField("githubRepo", "https://github.com/" + repository);
            json.writeStringField("githubRepoAddedBy", "user");
            json.writeNumberField("githubStars", paper.stars(now));
        }
    }

    private static void submitter(String field, SimulatedPaper paper, JsonGenerator json)
            throws IOException {
        String name = paper.engagement().submitter();
        json.writeObjectFieldStart(field);
        json.writeStringField("_id", objectId(paper, 99));
        json.writeStringField("fullname", name);
        json.writeStringField("name", "demo-" + paper.number());
        json.writeStringField("type", "user");
        json.writeBooleanField("isPro", false);
        json.writeNumberField("followerCount", paper.engagement().followers());
        json.writeEndObject();
    }

    private static void organisation(SimulatedPaper paper, JsonGenerator json) throws IOException {
        Organisation organisation = paper.engagement().organisation();
        if (organisation != null) {
            json.writeObjectFieldStart("organization");
            json.writeStringField("_id", String.format("%024x", organisation.name().hashCode()));
            json.writeStringField("name", organisation.name());
            json.writeStringField("fullname", organisation.fullName());
            json.writeEndObject();
        }
    }

    /** Twelve bytes in hex, as their database's keys are. */
    private static String objectId(SimulatedPaper paper, int part) {
        return String.format(
                Locale.ROOT,
                "%08x%012x%04x",
                paper.times().submitted().getEpochSecond(),
                paper.number(),
                part);
    }
}
