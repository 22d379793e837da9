package org.papertide.ranking.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, as RFC 9457 tells it.
 *
 * @param type {@code about:blank}: the status says it all
 * @param title the status in words
 * @param status the HTTP status
 * @param detail what is wrong with this request, and what would be right
 * @param parameter the parameter at fault, if one is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type, String title, int status, String detail, @Nullable String parameter) {

    /** The media type of problems. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** A problem that is no parameter's fault. */
    public static Problem of(int status, String title, String detail) {
        return new Problem("about:blank", title, status, detail, null);
    }

    /** A parameter that is wrong. */
    public static Problem parameter(String parameter, String detail) {
        return new Problem("about:blank", "Bad Request", 400, detail, parameter);
    }
}
