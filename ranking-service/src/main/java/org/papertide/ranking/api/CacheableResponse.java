package org.papertide.ranking.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventJson;
import org.papertide.events.Ranking;

/**
 * Answers that caches may store, and that a client does not receive twice (RFC 9110, section 13).
 *
 * <p>The entity tag is strong: a hash of the bytes and of the codings that the client accepts,
 * since the answer may be compressed later.
 */
final class CacheableResponse {

    private static final int TAG_BYTES = 12;

    private CacheableResponse() {}

    /** Answers with a value in JSON. */
    static Response json(
            Request request,
            HttpHeaders headers,
            Object value,
            @Nullable Instant changed,
            Duration fresh,
            @Nullable String next) {
        return of(
                request, headers, toJson(value), MediaType.APPLICATION_JSON, changed, fresh, next);
    }

    /**
     * Answers with bytes, or with 304 if the client has them.
     *
     * @param changed when they last changed; null if that is not known or may go back
     * @param fresh how long a cache may use them without validation
     * @param next address of the next page, if there is one
     */
    static Response of(
            Request request,
            HttpHeaders headers,
            byte[] body,
            String type,
            @Nullable Instant changed,
            Duration fresh,
            @Nullable String next) {
        EntityTag tag = new EntityTag(tag(body, headers.getHeaderString("Accept-Encoding")));
        Date modified = changed == null ? null : Date.from(changed);
        String known = headers.getHeaderString(HttpHeaders.IF_NONE_MATCH);
        Response.ResponseBuilder answer = null;
        // The tag takes precedence over the time (RFC 9110, section 13.2.2).
        if (known != null) {
            answer = ifKnown(known, tag);
        } else if (modified != null) {
            answer = request.evaluatePreconditions(modified);
        }
        if (answer == null) {
            answer = Response.ok(body).type(type);
        }
        answer.tag(tag)
                .lastModified(modified)
                .header(HttpHeaders.CACHE_CONTROL, "public, max-age=" + fresh.toSeconds())
                .header(HttpHeaders.VARY, "Accept-Encoding");
        if (next != null) {
            answer.header(HttpHeaders.LINK, "<" + next + ">; rel=\"next\"");
        }
        return answer.build();
    }

    /**
     * 304 if the client has it. The framework compares strongly, but If-None-Match needs the weak
     * comparison (RFC 9110, section 13.1.2): proxies that compress weaken the tag.
     */
    private static Response.@Nullable ResponseBuilder ifKnown(String known, EntityTag tag) {
        for (String one : known.split(",", -1)) {
            String opaque = one.strip().replaceFirst("^W/", "");
            if (opaque.equals("*") || opaque.equals('"' + tag.getValue() + '"')) {
                return Response.notModified();
            }
        }
        return null;
    }

    /**
     * When a present ranking last changed; null for an empty one. An empty ranking may have been
     * made here, before the first record arrived, and then its time is that of the request.
     */
    static @Nullable Instant changed(Ranking present) {
        return present.entries().isEmpty() ? null : present.asOf();
    }

    static byte[] toJson(Object value) {
        try {
            return EventJson.mapper().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record always has a JSON form", e);
        }
    }

    /** A short hash of bytes and of the coding in which they are sent. */
    static String tag(byte[] body, @Nullable String coding) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(body);
            if (coding != null) {
                digest.update(coding.getBytes(StandardCharsets.UTF_8));
            }
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(Arrays.copyOf(digest.digest(), TAG_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
