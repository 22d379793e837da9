package org.papertide.ranking.api.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A date in a header of HTTP, in one of its three forms (RFC 9110, section 5.6.7).
 *
 * <p>Rejected: the framework's {@code Request.evaluatePreconditions}. It throws if the date is
 * malformed, while a recipient must ignore that header (RFC 9110, section 13.1.3).
 */
final class HttpDate {

    /** The longest form, {@code Wednesday, 30-Nov-94 08:49:37 GMT}, with some room. */
    private static final int MAX_LENGTH = 40;

    /** {@code Sunday, 06-Nov-94 08:49:37 GMT} (RFC 850), of the years from 1970 to 2069. */
    private static final DateTimeFormatter RFC_850 =
            new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern("EEEE, dd-MMM-")
                    .appendValueReduced(ChronoField.YEAR, 2, 2, 1970)
                    .appendPattern(" HH:mm:ss 'GMT'")
                    .toFormatter(Locale.US);

    /** {@code Sun Nov 6 08:49:37 1994}, as C's asctime writes it. */
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.US);

    private HttpDate() {}

    /** The instant of a header's value; empty if there is none or if it is malformed. */
    static Optional<Instant> parse(@Nullable String value) {
        if (value == null || value.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    OffsetDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeException _) {
            return parse(value, RFC_850).or(() -> parse(value, ASCTIME));
        }
    }

    private static Optional<Instant> parse(String value, DateTimeFormatter format) {
        try {
            return Optional.of(LocalDateTime.parse(value, format).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
