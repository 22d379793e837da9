package org.papertide.ranking.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventJson;
import org.papertide.events.Ranking;
import org.papertide.platform.hashing.Sha256;

/**
 * Answers that caches may store, and that a client does not receive twice (RFC 9110, section 13).
 *
 * <p>The entity tag is strong: a hash of the bytes and of the codings that the client accepts,
 * since the answer may be compressed later.
 */
public final class CacheableResponse {

    private static final int TAG_BYTES = 12;

    private CacheableResponse() {}

    /** Answers with a value in JSON. */
    public static Response json(
            HttpHeaders headers,
            Object value,
            @Nullable Instant changed,
            Duration fresh,
            @Nullable String next) {
        return of(headers, toJson(value), MediaType.APPLICATION_JSON, changed, fresh, next);
    }

    /**
     * Answers with bytes, or with 304 if the client has them.
     *
     * @param changed when they last changed; null if that is not known or may go back
     * @param fresh how long a cache may use them without validation
     * @param next address of the next page, if there is one
     */
    public static Response of(
            HttpHeaders headers,
            byte[] body,
            String type,
            @Nullable Instant changed,
            Duration fresh,
            @Nullable String next) {
        EntityTag tag = new EntityTag(tag(body, headers.getHeaderString("Accept-Encoding")));
        // The header has seconds only.
        Instant modified = changed == null ? null : changed.truncatedTo(ChronoUnit.SECONDS);
        Response.ResponseBuilder answer =
                isKnown(headers, tag, modified)
                        ? Response.notModified()
                        : Response.ok(body).type(type);
        answer.tag(tag)
                .lastModified(modified == null ? null : Date.from(modified))
                .header(HttpHeaders.CACHE_CONTROL, "public, max-age=" + fresh.toSeconds())
                .header(HttpHeaders.VARY, "Accept-Encoding");
        if (next != null) {
            answer.header(HttpHeaders.LINK, "<" + next + ">; rel=\"next\"");
        }
        return answer.build();
    }

    /**
     * Whether the client has the answer; the tag decides alone if it sends one (section 13.2.2).
     */
    private static boolean isKnown(HttpHeaders headers, EntityTag tag, @Nullable Instant modified) {
        String tags = headers.getHeaderString(HttpHeaders.IF_NONE_MATCH);
        if (tags != null) {
            return matches(tags, tag);
        }
        return modified != null
                && HttpDate.parse(headers.getHeaderString(HttpHeaders.IF_MODIFIED_SINCE))
                        .filter(since -> !modified.isAfter(since))
                        .isPresent();
    }

    /**
     * The framework compares strongly, but If-None-Match needs the weak comparison (RFC 9110,
     * section 13.1.2): proxies that compress weaken the tag.
     */
    private static boolean matches(String tags, EntityTag tag) {
        for (String one : tags.split(",", -1)) {
            String opaque = one.strip().replaceFirst("^W/", "");
            if (opaque.equals("*") || opaque.equals('"' + tag.getValue() + '"')) {
                return true;
            }
        }
        return false;
    }

    /**
     * When a present ranking last changed; null for an empty one. An empty ranking may have been
     * made here, before the first record arrived, and then its time is that of the request.
     */
    public static @Nullable Instant changed(Ranking present) {
        return present.entries().isEmpty() ? null : present.asOf();
    }

    public static byte[] toJson(Object value) {
        try {
            return EventJson.mapper().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record always has a JSON form", e);
        }
    }

    /** A short hash of bytes and of the coding in which they are sent. */
    public static String tag(byte[] body, @Nullable String coding) {
        byte[] of = coding == null ? new byte[0] : coding.getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOf(Sha256.of(body, of), TAG_BYTES));
    }
}
