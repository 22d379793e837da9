package org.papertide.notify.assembly;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.hibernate.SessionFactory;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.delivery.DeliveryCounts;
import org.papertide.notify.delivery.DeliverySettings;
import org.papertide.notify.delivery.DeliveryWorkers;
import org.papertide.notify.delivery.Repositories;
import org.papertide.notify.delivery.WebhookWorkers;
import org.papertide.notify.edition.Contents;
import org.papertide.notify.edition.EditionSettings;
import org.papertide.notify.edition.TransactionalMails;
import org.papertide.notify.interest.DigestSchedule;
import org.papertide.notify.ledger.ShownRepository_;
import org.papertide.notify.ledger.WorkSignal;
import org.papertide.notify.message.MailRhythm;
import org.papertide.notify.message.MessageComposer;
import org.papertide.notify.message.QuteMessageComposer;
import org.papertide.notify.message.SiteLinks;
import org.papertide.notify.message.Templates;
import org.papertide.notify.running.JdbcDatabase;
import org.papertide.notify.running.Transactions;
import org.papertide.notify.signup.SubscriberHashes;
import org.papertide.notify.signup.SubscriptionSettings;
import org.papertide.notify.site.SiteSettings;
import org.papertide.notify.smtp.MailSettings;
import org.papertide.notify.smtp.MailWriter;
import org.papertide.notify.smtp.Relays;
import org.papertide.notify.suppression.AddressHashes;
import org.papertide.notify.suppression.Suppressions;
import org.papertide.notify.token.SealedSecrets;
import org.papertide.notify.token.TokenKeyring;
import org.papertide.notify.token.TokenSettings;
import org.papertide.notify.token.Tokens;
import org.papertide.notify.traffic.DnsMxLookup;
import org.papertide.notify.traffic.MxLookup;
import org.papertide.notify.traffic.ReceivingGroups;
import org.papertide.notify.traffic.ReplyRules;
import org.papertide.notify.traffic.Traffic;
import org.papertide.notify.traffic.TrafficLog;
import org.papertide.notify.traffic.TrafficSettings;
import org.papertide.notify.webhook.WebhookCaller;
import org.papertide.notify.webhook.WebhookClient;
import org.papertide.notify.webhook.WebhookEnding;
import org.papertide.notify.webhook.WebhookFormats;
import org.papertide.notify.webhook.WebhookSecrets;
import org.papertide.notify.webhook.WebhookSettings;
import org.papertide.platform.database.Database;
import org.papertide.platform.database.DatabasePreparation;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.tracing.Traces;

/** Makes what needs more than other beans: a part of the settings, or a function. */
class Wiring {

    @Produces
    @Singleton
    SiteLinks siteLinks(SiteSettings settings) {
        return new SiteLinks(settings.baseUrl());
    }

    @Produces
    @Singleton
    MailRhythm rhythm(SubscriptionSettings subscriptions, EditionSettings editions) {
        return new MailRhythm(subscriptions.weeklyDay(), editions.alertsPerReaderAndDay());
    }

    @Produces
    @Singleton
    MessageComposer composer(Templates templates, SiteSettings site, MailRhythm rhythm) {
        return new QuteMessageComposer(templates, site.imprint().orElse(List.of()), rhythm);
    }

    @Produces
    @Singleton
    TokenKeyring keyring(TokenSettings settings) {
        return new TokenKeyring(
                TokenKeyring.read(settings.keys().orElse(List.of()), settings.keysFile()));
    }

    @Produces
    @Singleton
    AddressHashes hashes(TokenKeyring keyring) {
        return new AddressHashes(keyring);
    }

    @Produces
    @Singleton
    DatabasePreparation keys(
            TokenKeyring keyring, AddressHashes hashes, Database database, Clock clock) {
        return () ->
                database.run(session -> {
                    keyring.load(session, clock.instant());
                    SubscriberHashes.adopt(session, hashes);
                });
    }

    @Produces
    @Singleton
    Tokens tokens(TokenKeyring keyring, Clock clock) {
        return new Tokens(keyring::keys, clock);
    }

    @Produces
    @Singleton
    DigestSchedule schedule(SubscriptionSettings settings) {
        return new DigestSchedule(settings.weeklyDay());
    }

    @Produces
    @Singleton
    WorkSignal signal() {
        return new WorkSignal();
    }

    @Produces
    @Singleton
    DeliveryCounts counts(MailDelays delays) {
        return new DeliveryCounts(delays::record);
    }

    @Produces
    @Singleton
    MailWriter mailWriter(
            MailSettings mail,
            SiteLinks site,
            Tokens tokens,
            SubscriptionSettings subscriptions,
            Clock clock) {
        return new MailWriter(mail, site, tokens, subscriptions.preferencesWithin(), clock);
    }

    @Produces
    @Singleton
    Traffic traffic(TrafficSettings settings, DeliverySettings delivery, Clock clock) {
        ReplyRules rules =
                settings.rulesFile().map(ReplyRules::withOperators).orElseGet(ReplyRules::shipped);
        Optional<MxLookup> lookup =
                settings.groupByMx()
                        ? Optional.of(DnsMxLookup.ofThisMachine(settings.dnsTimeout()))
                        : Optional.empty();
        return new Traffic(
                settings,
                rules,
                new ReceivingGroups(rules.receivers(), lookup, clock),
                new TrafficLog(),
                delivery.connections(),
                clock,
                System::nanoTime);
    }

    @Produces
    @Singleton
    @Typed(JdbcDatabase.class)
    JdbcDatabase transactionsWithoutJta(
            AgroalDataSource dataSource,
            SessionFactory sessions,
            @Named("database") Dependency database) {
        return new JdbcDatabase(dataSource, sessions, database::wasPrepared);
    }

    @Produces
    @Singleton
    Relays relays(MailSettings settings, MailWriter writer, Clock clock) {
        return Relays.of(settings, writer.domain(), clock);
    }

    @Produces
    @Singleton
    DeliveryWorkers.Parts delivery(
            Database database,
            JdbcDatabase jdbc,
            DeliverySettings settings,
            Relays relays,
            MailWriter writer,
            Contents contents,
            Traffic traffic,
            WorkSignal signal,
            DeliveryCounts counts,
            Traces traces,
            Clock clock) {
        return new DeliveryWorkers.Parts(
                new Transactions<>(jdbc, Repositories::of),
                new Suppressions(database, clock),
                settings,
                relays,
                writer,
                contents::findAll,
                traffic,
                signal,
                counts,
                traces,
                clock);
    }

    @Produces
    @Singleton
    WebhookSecrets webhookSecrets(TokenKeyring keyring) {
        return new WebhookSecrets(new SealedSecrets(keyring));
    }

    @Produces
    @Singleton
    WebhookFormats webhookFormats(WebhookSettings settings) {
        return new WebhookFormats(settings.templates());
    }

    @Produces
    @Singleton
    WebhookCaller webhookCaller(
            WebhookSettings settings, WebhookFormats formats, WebhookSecrets secrets, Clock clock) {
        return new WebhookCaller(WebhookClient.of(settings, clock), formats, secrets, clock);
    }

    @Produces
    @Singleton
    WebhookWorkers.Parts webhooks(
            Database database,
            JdbcDatabase jdbc,
            DeliverySettings delivery,
            WebhookSettings settings,
            WebhookCaller caller,
            TransactionalMails mails,
            MessageComposer composer,
            Contents contents,
            WorkSignal signal,
            DeliveryCounts counts,
            Clock clock) {
        return new WebhookWorkers.Parts(
                jdbc,
                delivery,
                settings,
                caller,
                new WebhookEnding(database, mails, composer, settings.endAfter(), clock),
                contents::findAll,
                signal,
                counts,
                clock);
    }

    @Produces
    @Singleton
    CandidateStore candidates(Database database) {
        return new CandidateStore(
                database,
                (session, aliases, papers) ->
                        new ShownRepository_(session).renameShown(aliases, papers));
    }
}
