package org.papertide.notify.signup;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.DayOfWeek;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How subscriptions are asked for and confirmed. */
@ConfigMapping(prefix = "papertide.subscription")
public interface SubscriptionSettings {

    /**
     * Requests of one client in an hour, in each process. A client is an IPv4 address or an IPv6
     * /64; a /56 may send twice, a /48 four times as many. Programs on the same machine are not
     * limited where {@code papertide.site.base-url} is on localhost and no proxy passes them on.
     */
    @WithDefault("60")
    @Min(1)
    @Max(1_000_000)
    int requestsPerClientAndHour();

    /**
     * Opt-in mails to one address in 24 hours; further requests are answered but not mailed. What
     * follows a + in an address, and dots, make no other address of it.
     */
    @WithDefault("3")
    @Min(1)
    @Max(1_000_000)
    int optInMailsPerAddressAndDay();

    /** Opt-in mails to one address in 7 days. */
    @WithDefault("5")
    @Min(1)
    @Max(1_000_000)
    int optInMailsPerAddressAndWeek();

    /** Opt-in mails to one address in 30 days. */
    @WithDefault("7")
    @Min(1)
    @Max(1_000_000)
    int optInMailsPerAddressAndMonth();

    /** Opt-in mails to one domain in an hour; further requests are refused. */
    @WithDefault("200")
    @Min(1)
    @Max(1_000_000)
    int optInMailsPerDomainAndHour();

    /** Opt-in mails in an hour; further requests are refused. */
    @WithDefault("1000")
    @Min(1)
    @Max(1_000_000)
    int optInMailsPerHour();

    /** The same interest asked for again within this time is not mailed again. */
    @WithDefault("PT10M")
    @DurationMin(nanos = 0)
    @DurationMax(days = 1)
    Duration optInPause();

    /** How long a confirmation link works. */
    @WithDefault("PT48H")
    @DurationMin(minutes = 1)
    @DurationMax(days = 365)
    Duration confirmWithin();

    /** How long a preferences link works; each mail brings a new one. */
    @WithDefault("P180D")
    @DurationMin(hours = 1)
    @DurationMax(days = 36_500)
    Duration preferencesWithin();

    /** The weekday of weekly digests. */
    @WithDefault("MONDAY")
    DayOfWeek weeklyDay();
}
