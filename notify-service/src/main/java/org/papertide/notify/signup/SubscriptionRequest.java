package org.papertide.notify.signup;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.interest.Interest;

/**
 * What somebody asks for, as it came: nothing is valid yet. What is absent has its default: DAILY,
 * 8 o'clock, UTC, {@value Interest#DEFAULT_LIMIT} papers, no filters.
 *
 * @param email the address; ignored when a subscription's preferences are changed
 * @param frequency DAILY, WEEKLY or INSTANT
 * @param timezone an IANA name, such as {@code Europe/Berlin}
 * @param hour local hour, 0 to 23
 * @param categories see {@link Interest}, as all that follow
 */
public record SubscriptionRequest(
        @Nullable String email,
        @Nullable String frequency,
        @Nullable String timezone,
        @Nullable Integer hour,
        @Nullable List<String> categories,
        @Nullable List<String> include,
        @Nullable List<String> exclude,
        @Nullable List<String> authors,
        @Nullable Double minimumScore,
        @Nullable Integer limit) {}
