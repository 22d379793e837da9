package org.papertide.notify.assembly;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.papertide.notify.account.Alarm;
import org.papertide.notify.account.AlarmReport;
import org.papertide.notify.account.AlarmSettings;
import org.papertide.notify.account.Alarms;
import org.papertide.notify.returned.ReturnedMails;
import org.papertide.notify.smtp.Relays;
import org.papertide.notify.traffic.Traffic;
import org.papertide.platform.database.Database;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.dependency.DependencyCheck;
import org.papertide.platform.dependency.DependencyCheck.Answer;
import org.papertide.platform.loop.Loops;

/**
 * Shows alarms: as metrics, and in a group of health checks of their own. Readiness has no part in
 * it: a service whose mails a receiver refuses serves its readers well.
 */
@Singleton
class AlarmWatch {

    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    /** Alarms that the health check names. */
    private static final int MOST_NAMED = 50;

    private final Alarms alarms;
    private final MeterRegistry registry;
    private final MultiGauge shares;
    private final Dependency database;
    private volatile AlarmReport report = AlarmReport.NONE;

    AlarmWatch(
            Database transactions,
            ReturnedMails returned,
            Traffic traffic,
            Relays relays,
            AlarmSettings settings,
            MeterRegistry registry,
            @Named("database") Dependency database,
            Clock clock) {
        this.alarms = new Alarms(transactions, returned, traffic, relays::resting, settings, clock);
        this.registry = registry;
        this.shares =
                MultiGauge.builder("papertide.complaint.share")
                        .description(
                                "Complaints per accepted mail within"
                                        + " papertide.alarm.complaints-within, by receiver")
                        .register(registry);
        this.database = database;
    }

    void start(@Observes StartupEvent event, Loops loops) {
        for (Alarm.Kind kind : Alarm.Kind.values()) {
            Gauge.builder("papertide.alarms", this, watch -> watch.report.count(kind))
                    .tag("alarm", kind.wireName())
                    .description("What an operator has to look at, by kind: 0 is good")
                    .register(registry);
        }
        loops.start("alarms", database.whenPresent(this::look));
    }

    /** Down while there is an alarm; each is named. */
    @Produces
    @Singleton
    @HealthGroup("alarms")
    HealthCheck alarmState() {
        return new DependencyCheck(
                "alarms",
                () -> {
                    AlarmReport now = report;
                    Map<String, String> named = new LinkedHashMap<>();
                    now.alarms().stream()
                            .limit(MOST_NAMED)
                            .forEach(alarm ->
                                    named.put(
                                            alarm.kind().wireName() + ": " + alarm.about(),
                                            alarm.text()));
                    return new Answer(now.alarms().isEmpty(), named);
                });
    }

    private Duration look() {
        AlarmReport now = alarms.look();
        report = now;
        shares.register(
                now.complaintShares().entrySet().stream()
                        .<MultiGauge.Row<?>>map(entry ->
                                MultiGauge.Row.of(
                                        Tags.of("receiver", entry.getKey()), entry.getValue()))
                        .toList(),
                true);
        return LOOK_EVERY;
    }
}
