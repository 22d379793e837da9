package org.papertide.notify.assembly;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.papertide.notify.account.AlarmSettings;
import org.papertide.notify.delivery.DeliverySettings;
import org.papertide.notify.edition.EditionSettings;
import org.papertide.notify.signup.RetentionSettings;
import org.papertide.notify.signup.SubscriptionSettings;

/** Ends the start where settings contradict each other; their ranges are checked one by one. */
@Singleton
class SettingsCheck {

    private final DeliverySettings delivery;
    private final EditionSettings editions;
    private final SubscriptionSettings subscriptions;
    private final RetentionSettings retention;
    private final AlarmSettings alarms;

    SettingsCheck(
            DeliverySettings delivery,
            EditionSettings editions,
            SubscriptionSettings subscriptions,
            RetentionSettings retention,
            AlarmSettings alarms) {
        this.delivery = delivery;
        this.editions = editions;
        this.subscriptions = subscriptions;
        this.retention = retention;
        this.alarms = alarms;
    }

    /** Before anything begins to work by them. */
    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        List<String> found = contradictions();
        if (!found.isEmpty()) {
            throw new IllegalStateException(String.join("; ", found));
        }
    }

    /** In words; empty if there are none. */
    List<String> contradictions() {
        List<String> found = new ArrayList<>();
        if (delivery.retryBase().compareTo(delivery.retryMost()) > 0) {
            found.add(
                    "papertide.delivery.retry-base: must be at most papertide.delivery.retry-most");
        }
        Duration shortest =
                Stream.of(
                                editions.dailyLifetime(),
                                editions.weeklyLifetime(),
                                editions.alertLifetime())
                        .min(Duration::compareTo)
                        .orElseThrow();
        if (delivery.retryBase().compareTo(shortest) >= 0) {
            found.add(
                    "papertide.delivery.retry-base: must be below every papertide.edition lifetime,"
                            + " or no mail has a second attempt");
        }
        if (subscriptions.confirmWithin().compareTo(retention.unconfirmed()) > 0) {
            found.add(
                    "papertide.subscription.confirm-within: must be at most"
                            + " papertide.retention.unconfirmed, or links lead to what is deleted");
        }
        if (subscriptions.optInMailsPerAddressAndDay() > subscriptions.optInMailsPerAddressAndWeek()
                || subscriptions.optInMailsPerAddressAndWeek()
                        > subscriptions.optInMailsPerAddressAndMonth()) {
            found.add(
                    "papertide.subscription.opt-in-mails-per-address: the limit of a day must be at"
                            + " most that of a week, and that at most that of a month");
        }
        if (alarms.complaintsWithin().compareTo(retention.mails()) > 0) {
            found.add(
                    "papertide.alarm.complaints-within: must be at most papertide.retention.mails,"
                            + " or complaints are forgotten before");
        }
        return found;
    }
}
