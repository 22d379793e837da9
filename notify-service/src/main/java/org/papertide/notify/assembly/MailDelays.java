package org.papertide.notify.assembly;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.papertide.notify.message.MailKind;

/** For how long mails were due when a server took them. */
@Singleton
final class MailDelays {

    /** Bounds of the delays that are told apart: from a second to two days. */
    private static final Duration[] BOUNDS = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofHours(1),
        Duration.ofHours(6),
        Duration.ofDays(1),
        Duration.ofDays(2)
    };

    private final Map<MailKind, Timer> timers = new EnumMap<>(MailKind.class);

    MailDelays(MeterRegistry registry) {
        for (MailKind kind : MailKind.values()) {
            timers.put(
                    kind,
                    Timer.builder("papertide.mail.delay")
                            .description(
                                    "Time until a server took a mail, since its breakout, slot or"
                                            + " request")
                            .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                            .serviceLevelObjectives(BOUNDS)
                            .register(registry));
        }
    }

    void record(MailKind kind, Duration delay) {
        Objects.requireNonNull(timers.get(kind)).record(delay);
    }
}
