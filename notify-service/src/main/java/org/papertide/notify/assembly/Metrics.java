package org.papertide.notify.assembly;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.papertide.notify.candidate.RankingAge;
import org.papertide.notify.delivery.DeliveryCounts;
import org.papertide.notify.edition.DigestComposer;
import org.papertide.notify.edition.EditionAccounts;
import org.papertide.notify.edition.EditionPlanner;
import org.papertide.notify.edition.OpenEditions;
import org.papertide.notify.ledger.DeliveryRepository_;
import org.papertide.notify.ledger.DeliveryState;
import org.papertide.notify.ledger.Transition;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.smtp.Relays;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.notify.traffic.Traffic;
import org.papertide.platform.database.Database;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.loop.Loops;

/** What an operator watches: attempts by ending, the ledger by state, editions that stay open. */
@Singleton
class Metrics {

    private static final Duration REFRESH = Duration.ofSeconds(15);
    private final MeterRegistry registry;
    private final DeliveryCounts counts;
    private final EditionAccounts accounts;
    private final EditionPlanner planner;
    private final DigestComposer digests;
    private final RankingAge rankings;
    private final Traffic traffic;
    private final Relays relays;
    private final Database database;
    private final Clock clock;
    private final Dependency databaseDependency;
    private volatile OpenEditions open = OpenEditions.NONE;
    private volatile long alerts;
    private volatile long due;
    private volatile long parked;
    private volatile long subscriptions;

    Metrics(
            MeterRegistry registry,
            DeliveryCounts counts,
            EditionAccounts accounts,
            EditionPlanner planner,
            DigestComposer digests,
            RankingAge rankings,
            Traffic traffic,
            Relays relays,
            Database database,
            Clock clock,
            @Named("database") Dependency databaseDependency) {
        this.planner = planner;
        this.digests = digests;
        this.rankings = rankings;
        this.traffic = traffic;
        this.relays = relays;
        this.registry = registry;
        this.counts = counts;
        this.accounts = accounts;
        this.database = database;
        this.clock = clock;
        this.databaseDependency = databaseDependency;
    }

    void start(@Observes StartupEvent event, Loops loops) {
        for (String receiver : receivers()) {
            for (Transition ending : Transition.attemptEndings()) {
                attempts(ending, receiver);
            }
        }
        for (DeliveryState state : DeliveryState.values()) {
            Gauge.builder("papertide.ledger", this, m -> m.open.states().getOrDefault(state, 0L))
                    .tag("state", state.wireName())
                    .description("Mails by state; planned are also those to be composed")
                    .register(registry);
        }
        for (MailKind kind : MailKind.values()) {
            for (DeliveryState.Entry entry : DeliveryState.Entry.values()) {
                Gauge.builder("papertide.editions.mails", this, m -> m.open.mails(kind, entry))
                        .tag("kind", name(kind))
                        .tag("entry", name(entry))
                        .description("The accounts of the open editions: their mails, by entry")
                        .register(registry);
            }
        }
        Gauge.builder("papertide.editions.open", this, m -> m.open.all())
                .description("Editions in which something waits")
                .register(registry);
        Gauge.builder("papertide.editions.overdue", this, m -> m.open.overdue())
                .description("Editions that are open past their time: worth an alarm")
                .register(registry);
        Gauge.builder("papertide.editions.unwritten", this, m -> m.open.unwritten())
                .description("Editions whose readers or mails are still to be written")
                .register(registry);
        Gauge.builder(
                        "papertide.editions.failing",
                        this,
                        m -> m.digests.failing() + m.planner.failing())
                .description("Editions that could not be planned or composed when last tried")
                .register(registry);
        Gauge.builder("papertide.editions.oldest", this, m -> m.open.oldest().toSeconds())
                .baseUnit("seconds")
                .description("Time since the oldest open edition was planned")
                .register(registry);
        Gauge.builder("papertide.traffic.paused", traffic, t -> t.paused().size())
                .description("Receiving groups whose mails wait, for they refuse by policy")
                .register(registry);
        Gauge.builder("papertide.traffic.slowed", traffic, Traffic::slowed)
                .description("Receiving groups that get mails slowly, for they asked for it")
                .register(registry);
        Gauge.builder("papertide.traffic.late", traffic, Traffic::late)
                .description("Receiving groups that take far longer for a mail than is usual")
                .register(registry);
        for (String relay : relays.names()) {
            Gauge.builder("papertide.relay.resting", relays, all -> all.isResting(relay) ? 1 : 0)
                    .tag("relay", relay)
                    .description(
                            "Whether a relay takes no mail, though others do or it answers: 1, or 0")
                    .register(registry);
        }
        FunctionCounter.builder("papertide.mail.expired", counts, DeliveryCounts::expired)
                .description("Mails that were not sent in the time of their edition")
                .register(registry);
        FunctionCounter.builder(
                        "papertide.mail.misunderstood", counts, DeliveryCounts::handOverFaults)
                .description(
                        "Mails that are tried again, for one after the other was refused by the"
                                + " protocol")
                .register(registry);
        Gauge.builder("papertide.traffic.doubted", traffic, Traffic::doubted)
                .description(
                        "Receiving groups that refused a mail by policy of late, and took none since")
                .register(registry);
        Gauge.builder("papertide.ledger.due", this, m -> m.due)
                .description("Mails that a connection may claim now")
                .register(registry);
        Gauge.builder("papertide.ledger.parked", this, m -> m.parked)
                .description("Rows of the delivery ledger that wait for their receiving group")
                .register(registry);
        Gauge.builder("papertide.alerts", this, m -> m.alerts)
                .description("Breakouts of the last 24 hours that were mailed")
                .register(registry);
        Gauge.builder("papertide.subscriptions", this, m -> m.subscriptions)
                .description("Active subscriptions")
                .register(registry);
        Gauge.builder("papertide.rankings.age", rankings, Metrics::seconds)
                .baseUnit("seconds")
                .description("Time since any ranking that readers see last changed")
                .register(registry);
        loops.every(REFRESH, "metrics", this::refresh);
    }

    private void attempts(Transition ending, String receiver) {
        FunctionCounter.builder("papertide.mail.attempts", counts, c -> c.count(ending, receiver))
                .tag("ending", ending.to().wireName())
                .tag("receiver", receiver)
                .description(
                        "Attempts to send a mail, by the state that they ended in and by receiver")
                .register(registry);
    }

    private List<String> receivers() {
        return Stream.concat(
                        traffic.receivers().stream(),
                        Stream.of(Traffic.OTHER, DeliveryCounts.NOBODY, DeliveryCounts.WEBHOOK))
                .sorted()
                .toList();
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private void refresh() {
        if (databaseDependency.isPresent()) {
            open = accounts.open();
            alerts = accounts.alerts();
            due =
                    database.inTransaction(
                            session -> new DeliveryRepository_(session).countDue(clock.instant()));
            parked =
                    database.inTransaction(
                            session -> new DeliveryRepository_(session).countParked());
            subscriptions =
                    database.inTransaction(
                            session -> new SubscriptionRepository_(session).countActive());
            rankings.refresh();
        }
    }

    private static double seconds(RankingAge rankings) {
        return rankings.age().map(age -> (double) age.toSeconds()).orElse(Double.NaN);
    }
}
