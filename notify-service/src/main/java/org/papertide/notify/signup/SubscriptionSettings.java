package org.papertide.notify.signup;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.DayOfWeek;
import java.time.Duration;

/** How subscriptions are asked for and confirmed. */
@ConfigMapping(prefix = "papertide.subscription")
public interface SubscriptionSettings {

    /** Requests of one client in an hour; loopback is not limited. */
    @WithDefault("60")
    int requestsPerClientAndHour();

    /** Opt-in mails to one address in 24 hours; further requests are answered but not mailed. */
    @WithDefault("6")
    int optInMailsPerAddressAndDay();

    /** The same interest asked for again within this time is not mailed again. */
    @WithDefault("PT10M")
    Duration optInPause();

    /** How long a confirmation link works. */
    @WithDefault("PT48H")
    Duration confirmWithin();

    /** How long a preferences link works; each mail brings a new one. */
    @WithDefault("P180D")
    Duration preferencesWithin();

    /** The weekday of weekly digests. */
    @WithDefault("MONDAY")
    DayOfWeek weeklyDay();
}
