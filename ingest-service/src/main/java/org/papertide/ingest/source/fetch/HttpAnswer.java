package org.papertide.ingest.source.fetch;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.papertide.ingest.source.SingleLineText;

/** What came back. */
public sealed interface HttpAnswer {

    /** No answer, or not a whole one, or too large a one; the reason is for operators. */
    record None(String reason) implements HttpAnswer {}

    /** A whole answer, of any status. */
    final class Whole implements HttpAnswer {

        private static final Pattern REMAINING = Pattern.compile("\\br=(\\d{1,9})");
        private static final Pattern RESET = Pattern.compile("\\bt=(\\d{1,9})");
        private static final Duration LONGEST_WAIT = Duration.ofDays(1);

        private final int status;
        private final HttpHeaders headers;
        private final byte[] body;

        Whole(int status, HttpHeaders headers, byte[] body) {
            this.status = status;
            this.headers = headers;
            this.body = body;
        }

        /** HTTP status. */
        public int status() {
            return status;
        }

        /** A header's value, the first one if there are several. */
        public Optional<String> header(String name) {
            return headers.firstValue(name);
        }

        /** All values of a header. */
        public List<String> headers(String name) {
            return headers.allValues(name);
        }

        /** The body as it came, packed or not. */
        public InputStream body() {
            return new ByteArrayInputStream(body);
        }

        /** The first characters of the body, for messages: in one line, without what is no text. */
        public String beginning() {
            return SingleLineText.of(
                    new String(body, 0, Math.min(body.length, 200), StandardCharsets.UTF_8));
        }

        /**
         * How long the other side asks to wait ({@code Retry-After}, RFC 9110, seconds or date), at
         * most a day.
         */
        public Optional<Duration> retryAfter(Clock clock) {
            return headers.firstValue("Retry-After")
                    .flatMap(value ->
                            value.strip().matches("\\d{1,9}")
                                    ? Optional.of(Duration.ofSeconds(Long.parseLong(value.strip())))
                                    : until(value.strip(), clock))
                    .map(Whole::bounded);
        }

        /**
         * How long to wait if hardly any request is left in this window ({@code RateLimit}, IETF
         * draft-ietf-httpapi-ratelimit-headers).
         *
         * @param reserve wait if this many are left, or fewer
         */
        public Optional<Duration> exhausted(int reserve) {
            return headers.firstValue("RateLimit")
                    .filter(value -> {
                        Matcher remaining = REMAINING.matcher(value);
                        return remaining.find() && Integer.parseInt(remaining.group(1)) <= reserve;
                    })
                    .map(value -> {
                        Matcher reset = RESET.matcher(value);
                        return bounded(
                                reset.find()
                                        ? Duration.ofSeconds(Long.parseLong(reset.group(1)))
                                        : Duration.ofMinutes(5));
                    });
        }

        private static Optional<Duration> until(String date, Clock clock) {
            try {
                ZonedDateTime at = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
                return Optional.of(Duration.between(clock.instant(), at.toInstant()));
            } catch (DateTimeException _) {
                return Optional.empty();
            }
        }

        private static Duration bounded(Duration wait) {
            if (wait.isNegative()) {
                return Duration.ZERO;
            }
            return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
        }
    }
}
