package org.papertide.notify.delivery;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.papertide.notify.PartialFake;
import org.papertide.notify.edition.InMemoryEditions;
import org.papertide.notify.ledger.DeliveryState;
import org.papertide.notify.ledger.InMemoryDeliveries;
import org.papertide.notify.ledger.WorkSignal;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.message.PersonalLink;
import org.papertide.notify.message.RenderedMessage;
import org.papertide.notify.message.SiteLinks;
import org.papertide.notify.running.FakeDatabase;
import org.papertide.notify.running.Transactions;
import org.papertide.notify.smtp.LocalSmtp;
import org.papertide.notify.smtp.MailProvider;
import org.papertide.notify.smtp.MailSettings;
import org.papertide.notify.smtp.MailWriter;
import org.papertide.notify.smtp.Relays;
import org.papertide.notify.smtp.SigningKeys;
import org.papertide.notify.smtp.SmtpServer;
import org.papertide.notify.subscription.Recipient;
import org.papertide.notify.subscription.SubscriptionDomain;
import org.papertide.notify.subscription.SubscriptionRepository;
import org.papertide.notify.suppression.InMemorySuppressions;
import org.papertide.notify.token.TestTokens;
import org.papertide.notify.token.Tokens;
import org.papertide.notify.traffic.TestTraffic;
import org.papertide.notify.traffic.Traffic;
import org.papertide.platform.tracing.Traces;
import org.papertide.testing.SettableClock;

/** All that sending needs, with its tables in memory. */
final class InMemoryService {

    static final Instant NOW = Instant.parse("2026-05-04T08:00:00Z");
    static final String CONTENT = "0123456789abcdef0123456789abcdef";

    private record From(Smtp smtp) implements MailSettings {

        @Override
        public Dkim dkim() {
            return new SigningKeys(Map.of());
        }

        @Override
        public String from() {
            return "Papertide <digest@papertide.example>";
        }

        @Override
        public Optional<String> bounceDomain() {
            return Optional.empty();
        }

        @Override
        public String senderId() {
            return "papertide";
        }

        @Override
        public MailProvider provider() {
            return MailProvider.NONE;
        }

        @Override
        public Map<String, Smtp> relays() {
            return Map.of();
        }

        @Override
        public boolean repliesRead() {
            return true;
        }
    }

    /** Whom the mails are for. */
    static final class Recipients {

        private final Map<Long, Recipient> all = new ConcurrentSkipListMap<>();

        void put(Recipient recipient) {
            all.put(recipient.subscriptionId(), recipient);
        }

        void remove(long subscription) {
            all.remove(subscription);
        }

        List<Recipient> recipients(Long[] ids) {
            return all.values().stream()
                    .filter(recipient -> Arrays.asList(ids).contains(recipient.subscriptionId()))
                    .toList();
        }

        List<SubscriptionDomain> domains(Long[] ids) {
            return recipients(ids).stream()
                    .map(recipient ->
                            new SubscriptionDomain(
                                    recipient.subscriptionId(),
                                    Traffic.domainOf(recipient.address())))
                    .toList();
        }
    }

    final SettableClock clock = new SettableClock(NOW);
    final FakeDatabase database = new FakeDatabase();
    final InMemoryDeliveries rows = new InMemoryDeliveries();
    final InMemoryEditions editions = new InMemoryEditions();
    final Recipients recipients = new Recipients();
    final InMemorySuppressions suppressions = new InMemorySuppressions();
    final Map<String, RenderedMessage> messages = new ConcurrentHashMap<>();
    final WorkSignal signal = new WorkSignal();
    final DeliveryCounts counts = new DeliveryCounts();

    /** Every mail may go, unless a test says otherwise before it makes its parts. */
    Traffic traffic = TestTraffic.free(clock);

    final Transactions<Repositories> tables =
            new Transactions<>(
                    database,
                    _ ->
                            new Repositories(
                                    rows.repository(),
                                    rows.settled(),
                                    editions.repository(),
                                    PartialFake.of(SubscriptionRepository.class, recipients)));

    InMemoryService() {
        messages.put(
                CONTENT,
                new RenderedMessage(
                        "Tides", "Hello\n", "<p>" + PersonalLink.UNSUBSCRIBE.placeholder()));
    }

    long edition(MailKind kind) {
        return editions.add(kind, NOW, NOW.plus(Duration.ofHours(20)));
    }

    /** Plans a mail to a reader whose address begins with this name. */
    long plan(long edition, String name) {
        return plan(edition, name, "example.org");
    }

    /** The same, to a reader of a domain. */
    long plan(long edition, String name, String domain) {
        return plan(edition, name, domain, CONTENT);
    }

    /** The same, of other papers. */
    long plan(long edition, String name, String domain, String content) {
        long subscription = 40L + rows.states().size();
        recipients.put(
                new Recipient(
                        subscription, "ACTIVE", name + "@" + domain, "hash of " + name, false));
        return rows.plan(edition, subscription, content, clock.instant());
    }

    DeliveryState state(long row) {
        return rows.row(row).state();
    }

    private Map<String, RenderedMessage> messages(Set<String> ids) {
        Map<String, RenderedMessage> found = new HashMap<>(messages);
        found.keySet().retainAll(ids);
        return found;
    }

    DeliveryWorkers.Parts parts(DeliverySettings settings, int port) {
        MailSettings mail = new From(LocalSmtp.plain(port));
        return parts(settings, mail, Relays.of(mail, "papertide.example", clock));
    }

    /** With relays that listen on these ports. */
    DeliveryWorkers.Parts parts(DeliverySettings settings, List<Integer> ports) {
        List<Relays.Relay> relays =
                ports.stream()
                        .map(LocalSmtp::plain)
                        .map(smtp -> new SmtpServer(smtp, "papertide.example"))
                        .map(server -> new Relays.Relay("relay" + server.hashCode(), 1, server))
                        .toList();
        MailSettings mail = new From(LocalSmtp.plain(ports.getFirst()));
        return parts(settings, mail, new Relays(relays, clock));
    }

    private DeliveryWorkers.Parts parts(
            DeliverySettings settings, MailSettings mail, Relays relays) {
        Tokens tokens = TestTokens.of(clock);
        MailWriter writer =
                new MailWriter(
                        mail,
                        new SiteLinks(URI.create("https://papertide.example")),
                        tokens,
                        Duration.ofDays(180),
                        clock);
        return new DeliveryWorkers.Parts(
                tables,
                suppressions.suppressions(database, clock),
                settings,
                relays,
                writer,
                this::messages,
                traffic,
                signal,
                counts,
                Traces.OFF,
                clock);
    }
}
