package org.papertide.notify.assembly;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Clock;
import java.time.Duration;
import org.papertide.events.Topics;
import org.papertide.notify.account.Booking;
import org.papertide.notify.account.KafkaOutcomes;
import org.papertide.notify.account.OutcomeSettings;
import org.papertide.notify.token.TokenKeyring;
import org.papertide.notify.traffic.Traffic;
import org.papertide.platform.database.Database;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.loop.Loops;
import org.papertide.platform.settings.KafkaClients;

/**
 * Books closed editions while the database is there and, where outcomes are published, Kafka: what
 * is closed meanwhile waits in the ledger.
 */
@Singleton
class BookingStartup {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Booking booking;
    private final KafkaOutcomes outcomes;
    private final boolean publishes;
    private final Dependency database;
    private final Dependency kafka;

    BookingStartup(
            Database transactions,
            Traffic traffic,
            TokenKeyring keyring,
            OutcomeSettings settings,
            KafkaClients clients,
            Topics topics,
            @Named("database") Dependency database,
            @Named("kafka") Dependency kafka,
            Clock clock) {
        this.outcomes = KafkaOutcomes.of(clients, topics);
        this.publishes = settings.publish();
        this.booking =
                Booking.of(transactions, traffic, keyring, publishes ? outcomes : _ -> {}, clock);
        this.database = database;
        this.kafka = kafka;
    }

    void start(@Observes StartupEvent event, Loops loops) {
        loops.start(
                "booking",
                database.whenPresent(publishes ? kafka.whenPresent(this::book) : this::book));
    }

    /** After the loops, one of which uses it. */
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) ShutdownEvent event) {
        outcomes.close();
    }

    private Duration book() {
        return booking.next() ? Duration.ZERO : LOOK_EVERY;
    }
}
