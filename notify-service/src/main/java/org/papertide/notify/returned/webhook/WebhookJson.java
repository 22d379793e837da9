package org.papertide.notify.returned.webhook;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.papertide.platform.http.BoundedJson;

/** JSON of strangers, in bounds. */
final class WebhookJson {

    /** Largest body, in bytes: SendGrid collects events up to 768 kB. */
    static final int MAX_BYTES = 1 << 20;

    /** What the token is called where providers carry a variable with each mail. */
    static final String TOKEN = "papertide";

    private static final int MAX_DEPTH = 32;

    private static final JsonMapper MAPPER =
            BoundedJson.mapper(
                            StreamReadConstraints.builder()
                                    .maxDocumentLength(MAX_BYTES)
                                    .maxNestingDepth(MAX_DEPTH)
                                    .build())
                    .build();

    private static final Pattern ENHANCED =
            Pattern.compile("(?<![\\d.])[245]\\.\\d{1,3}\\.\\d{1,3}(?![\\d.])");

    private WebhookJson() {}

    /** The value of a body; empty if it is not JSON within the bounds. */
    static Optional<JsonNode> parse(byte[] body) {
        try {
            return Optional.ofNullable(MAPPER.readTree(body)).filter(json -> !json.isMissingNode());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** The same of a text. */
    static Optional<JsonNode> parse(String text) {
        try {
            return Optional.ofNullable(MAPPER.readTree(text)).filter(json -> !json.isMissingNode());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** The text of a member, empty if it has none. */
    static String text(JsonNode json, String member) {
        return json.path(member).asText("");
    }

    /** The first of these texts that is not blank. */
    static String first(String... texts) {
        for (String text : texts) {
            if (!text.isBlank()) {
                return text;
            }
        }
        return "no reason given";
    }

    /** The enhanced status code (RFC 3463) that a text holds first. */
    static Optional<String> code(String text) {
        Matcher found = ENHANCED.matcher(text);
        return found.find() ? Optional.of(found.group()) : Optional.empty();
    }
}
