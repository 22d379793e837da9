package org.papertide.notify;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.delivery.DeliveryCounts;
import org.papertide.notify.delivery.DeliverySettings;
import org.papertide.notify.delivery.DeliveryWorkers;
import org.papertide.notify.delivery.Repositories;
import org.papertide.notify.delivery.Traffic;
import org.papertide.notify.edition.Contents;
import org.papertide.notify.interest.DigestSchedule;
import org.papertide.notify.ledger.DeliveryRepository_;
import org.papertide.notify.ledger.WorkSignal;
import org.papertide.notify.message.MessageComposer;
import org.papertide.notify.message.QuteMessageComposer;
import org.papertide.notify.message.SiteLinks;
import org.papertide.notify.message.Templates;
import org.papertide.notify.running.Transactions;
import org.papertide.notify.signup.SubscriberHashes;
import org.papertide.notify.signup.SubscriptionSettings;
import org.papertide.notify.site.SiteSettings;
import org.papertide.notify.smtp.MailSettings;
import org.papertide.notify.smtp.MailWriter;
import org.papertide.notify.smtp.SmtpServer;
import org.papertide.notify.suppression.AddressHashes;
import org.papertide.notify.suppression.Suppressions;
import org.papertide.notify.token.TokenKeyring;
import org.papertide.notify.token.TokenSettings;
import org.papertide.notify.token.Tokens;
import org.papertide.platform.database.Database;
import org.papertide.platform.database.DatabasePreparation;

/** Makes what needs more than other beans: a part of the settings, or a function. */
class Wiring {

    @Produces
    @Singleton
    SiteLinks siteLinks(SiteSettings settings) {
        return new SiteLinks(settings.baseUrl());
    }

    @Produces
    @Singleton
    MessageComposer composer(Templates templates, SiteSettings site) {
        return new QuteMessageComposer(templates, site.imprint().orElse(List.of()));
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
    DeliveryCounts counts() {
        return new DeliveryCounts();
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
    DeliveryWorkers.Parts delivery(
            Database database,
            DeliverySettings settings,
            MailSettings mail,
            MailWriter writer,
            Contents contents,
            WorkSignal signal,
            DeliveryCounts counts,
            Clock clock) {
        return new DeliveryWorkers.Parts(
                new Transactions<>(database, Repositories::of),
                new Suppressions(database, clock),
                settings,
                new SmtpServer(mail.smtp(), writer.domain()),
                writer,
                contents::find,
                Traffic.free(),
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
                        new DeliveryRepository_(session).renameSeen(aliases, papers));
    }
}
