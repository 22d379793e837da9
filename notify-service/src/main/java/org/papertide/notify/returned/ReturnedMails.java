package org.papertide.notify.returned;

import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.hibernate.StatelessSession;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.bounce.BounceReader;
import org.papertide.bounce.ReturnedMail;
import org.papertide.notify.edition.EditionRepository_;
import org.papertide.notify.ledger.AccountRepository_;
import org.papertide.notify.ledger.Addressee;
import org.papertide.notify.ledger.SettledRepository_;
import org.papertide.notify.subscription.Subscriber;
import org.papertide.notify.subscription.Subscription;
import org.papertide.notify.subscription.SubscriptionRepository;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.notify.suppression.Suppressions;
import org.papertide.notify.traffic.Traffic;
import org.papertide.platform.database.Database;

/**
 * Takes what comes back, and carries out what follows from it, in one transaction with the note
 * that it was taken: the same mail again changes nothing, whichever way it comes.
 *
 * <p>Whom it is about is said by the signed token in the address that it came to, and by nothing
 * else. It names the subscription, too: so a report counts after the mail has left the ledger. One
 * about somebody who was erased meanwhile changes nothing.
 */
@Singleton
public final class ReturnedMails implements ReturnedMailSink {

    private static final Logger LOG = Logger.getLogger(ReturnedMails.class);

    /**
     * Reports of a kind that one delivery can honestly have; whoever knows its token can send more.
     */
    static final int MOST_PER_SUBJECT = 20;

    /** So many that come back alike are counted at each that does. */
    private static final int ASKED_OF_EACH = 1_000;

    private static final int ASKED_OF_ONE_IN = 100;

    private final Database database;
    private final ReturnAddresses addresses;
    private final ReturnedMailCounts counts;
    private final Traffic traffic;
    private final FaultLog faults = new FaultLog();
    private final BounceReader reader = new BounceReader();
    private final Clock clock;

    public ReturnedMails(
            Database database,
            ReturnAddresses addresses,
            ReturnedMailCounts counts,
            Traffic traffic,
            Clock clock) {
        this.database = database;
        this.addresses = addresses;
        this.counts = counts;
        this.traffic = traffic;
        this.clock = clock;
    }

    @Override
    public ReturnedMail.Kind take(Subject subject, byte[] mail) {
        ReturnedMail read = read(mail);
        boolean _ = apply(subject, Report.of(read, mail));
        return read.kind();
    }

    @Override
    public Taken take(byte[] mail) {
        ReturnedMail read = read(mail);
        Optional<Subject> subject = addresses.find(read.sentTo());
        if (subject.isEmpty() && read.kind() == ReturnedMail.Kind.COMPLAINT) {
            subject = addresses.find(read.sentFrom());
        }
        if (subject.isEmpty()) {
            counts.addUnaddressed();
            return new Taken.Unaddressed(read.kind());
        }
        boolean _ = apply(subject.get(), Report.of(read, mail));
        return new Taken.Applied(read.kind());
    }

    @Override
    public boolean apply(Subject subject, Report report) {
        if (ReturnRules.isOnlyCounted(report)) {
            counts.add(report.kind());
            return true;
        }
        Instant now = clock.instant();
        boolean first =
                database.inTransaction(
                        session -> new Application(session, now).run(subject, report));
        if (first) {
            counts.add(report.kind());
            if (ReturnRules.consequence(subject, report)
                    instanceof Consequence.NotifyOperator(ReturnedMailCounts.Fault fault)) {
                counts.add(fault);
            }
        }
        return first;
    }

    @Override
    public void unaddressed() {
        counts.addUnaddressed();
    }

    /** Deletes what came before an instant. */
    public int forgetUntil(Instant until) {
        return database.inTransaction(
                session -> new ReturnedMailRepository_(session).forgetUntil(until));
    }

    /** What readers have complained of since an instant, each once, so many at most. */
    public List<Subject> complainedOf(Instant since, int atMost) {
        return database.inTransaction(session ->
                new ReturnedMailRepository_(session)
                        .complaints(since, atMost).stream()
                                .map(reported -> Subject.of(reported.about(), reported.subject()))
                                .flatMap(Optional::stream)
                                .toList());
    }

    private ReturnedMail read(byte[] mail) {
        try {
            return reader.read(new ByteArrayInputStream(mail));
        } catch (IOException e) {
            throw new UncheckedIOException("an array can always be read", e);
        }
    }

    private void suppressLater(
            String addressHash, String reason, Optional<Suppressions.Refusal> said, Instant at) {
        database.run(session -> suppress(session, addressHash, reason, said, at));
    }

    private static void suppress(
            StatelessSession session,
            String addressHash,
            String reason,
            Optional<Suppressions.Refusal> said,
            Instant at) {
        said.ifPresentOrElse(
                refusal -> Suppressions.suppressRefused(session, addressHash, reason, refusal, at),
                () -> Suppressions.suppress(session, addressHash, reason, at));
    }

    /** Of one report, within a transaction. */
    private final class Application {

        private final StatelessSession session;
        private final SubscriptionRepository subscriptions;
        private final ReturnedMailRepository mails;
        private final Instant now;

        Application(StatelessSession session, Instant now) {
            this.session = session;
            this.subscriptions = new SubscriptionRepository_(session);
            this.mails = new ReturnedMailRepository_(session);
            this.now = now;
        }

        boolean run(Subject subject, Report report) {
            Optional<Addressee> addressee = addressee(subject);
            // Locked before anything is counted: two reports of one mail follow one another.
            Optional<Subscriber> subscriber =
                    addressee.map(Addressee::subscriberId).flatMap(this::lock);
            Consequence consequence = ReturnRules.consequence(subject, report);
            boolean counted = mails.count(subject.about(), subject.id(), report.kind().name()) > 0;
            Optional<Long> edition =
                    !counted && ReturnRules.endsOtherwise(subject, report)
                            ? new AccountRepository_(session).editionOf(subject.id())
                            : Optional.empty();
            int added =
                    mails.add(
                            subject.about(),
                            subject.id(),
                            report.key(),
                            report.kind().name(),
                            report.code(),
                            now,
                            edition.isPresent(),
                            MOST_PER_SUBJECT);
            if (added == 0) {
                return false;
            }
            edition.ifPresent(
                    id -> new EditionRepository_(session).addReturned(id, report.kind().name()));
            subscriber.ifPresent(person -> {
                String reason = reason(report, person);
                switch (consequence) {
                    case Consequence.Nothing() -> {}
                    case Consequence.Suppress() -> {
                        Optional<Suppressions.Refusal> said = returned(subject, report);
                        countReturn(subject, report, person, Suppressions.Failure.HARD, said);
                        suppress(session, person.addressHash(), reason, said, now);
                    }
                    case Consequence.SuppressIfGone() -> {
                        Optional<Suppressions.Refusal> said = returned(subject, report);
                        if (!counted) {
                            countReturn(subject, report, person, Suppressions.Failure.HARD, said);
                        }
                        traffic.whenGone(
                                person.address(),
                                () -> suppressLater(person.addressHash(), reason, said, now));
                    }
                    case Consequence.Count(Suppressions.Failure failure) -> {
                        if (!counted) {
                            countReturn(
                                    subject, report, person, failure, returned(subject, report));
                        }
                    }
                    case Consequence.CountIfOfOneReceiver(Suppressions.Failure failure) -> {
                        if (!counted) {
                            Optional<Suppressions.Refusal> said = refusal(report, person.address());
                            countReturn(subject, report, person, failure, said);
                        }
                    }
                    case Consequence.CountUnlessOfMost(Suppressions.Failure failure) -> {
                        if (!counted) {
                            Optional<Suppressions.Refusal> said =
                                    refusal(report, person.address())
                                            .map(Suppressions.Refusal::ofAnyReceiver);
                            countReturn(subject, report, person, failure, said);
                        }
                    }
                    case Consequence.Complaint() -> complain(subject, person);
                    case Consequence.Unsubscribe() ->
                            addressee.map(Addressee::subscriptionId).ifPresent(this::end);
                    case Consequence.NotifyOperator(ReturnedMailCounts.Fault fault) -> {
                        // Only of a delivery.
                        boolean _ =
                                faults.say(
                                        traffic.groupOf(person.address()),
                                        fault,
                                        subject.id(),
                                        reason,
                                        now);
                    }
                }
            });
            return true;
        }

        private Optional<Addressee> addressee(Subject subject) {
            return switch (subject) {
                case Subject.OfDelivery(long id, OptionalLong subscription) ->
                        new AccountRepository_(session)
                                .addressee(id)
                                .or(() ->
                                        subscription.isPresent()
                                                ? addressee(subscription.getAsLong())
                                                : Optional.empty());
                case Subject.OfSubscription(long id) -> addressee(id);
            };
        }

        private Optional<Addressee> addressee(long subscription) {
            return subscriptions
                    .findSubscription(subscription)
                    .map(found -> new Addressee(subscription, found.subscriberId()));
        }

        private Optional<Subscriber> lock(long subscriberId) {
            return subscriptions
                    .lockSubscriberById(subscriberId)
                    .flatMap(subscriptions::findSubscriber);
        }

        /** Whatever the words: whom a code blames, it blames in the words of some server. */
        private Optional<Suppressions.Refusal> returned(Subject subject, Report report) {
            return editionOf(subject)
                    .map(edition -> Suppressions.Refusal.ofEdition(edition, report.code()));
        }

        private Optional<Long> editionOf(Subject subject) {
            return new AccountRepository_(session).editionOf(subject.id());
        }

        private void countReturn(
                Subject subject,
                Report report,
                Subscriber person,
                Suppressions.Failure failure,
                Optional<Suppressions.Refusal> said) {
            Optional<Long> edition = editionOf(subject);
            boolean isOfMost =
                    said.isPresent()
                            && edition.filter(id -> isOfMost(subject.id(), id, said.get(), person))
                                    .isPresent();
            boolean isNew =
                    Suppressions.countReturn(
                            session,
                            person.addressHash(),
                            failure,
                            reason(report, person),
                            said,
                            isOfMost,
                            edition,
                            now);
            if (isNew) {
                LOG.errorf(
                        "Most of an edition came back alike: nobody is suppressed for it. "
                                + "Look at the relay. edition=%d error=\"%s\"",
                        edition.orElse(null), report.code());
            }
        }

        /**
         * Whether so many came back so, and they are more than half of those whom an edition goes
         * to. Asked for each that comes back. Of very many it is asked for some, since each
         * question reads all of them.
         */
        private boolean isOfMost(
                long delivery, long edition, Suppressions.Refusal said, Subscriber person) {
            long alike = countAlike(said, edition, person, ASKED_OF_EACH);
            if (alike >= Suppressions.MANY && Suppressions.isOfMost(session, said, now)) {
                return true;
            }
            if (alike > ASKED_OF_EACH) {
                if (delivery % ASKED_OF_ONE_IN != 0) {
                    return false;
                }
                alike = countAlike(said, edition, person, Integer.MAX_VALUE);
            }
            return alike >= Suppressions.MANY
                    && new SettledRepository_(session).countPeople(edition, 2 * alike) < 2 * alike;
        }

        /** With this one. */
        private long countAlike(
                Suppressions.Refusal said, long edition, Subscriber person, int atMost) {
            return 1
                    + Suppressions.countAlike(
                            session, said, edition, person.addressHash(), now, atMost);
        }

        /** Whichever relay took the mail: what several say alike, they say of us. */
        private Optional<Suppressions.Refusal> refusal(Report report, String address) {
            return Optional.ofNullable(report.words())
                    .flatMap(words ->
                            Suppressions.Refusal.of(
                                    null,
                                    withCode(
                                            report.code(), ReasonWithoutAddress.of(words, address)),
                                    Traffic.domainOf(address),
                                    traffic.groupOf(address)));
        }

        private void complain(Subject subject, Subscriber person) {
            Suppressions.suppressForComplaint(session, person.addressHash(), now);
            subscriptions.ofSubscriber(person.id()).stream()
                    .filter(each -> each.state() != Subscription.State.ENDED)
                    .map(Subscription::id)
                    .forEach(this::end);
            switch (subject) {
                case Subject.OfDelivery(long id, OptionalLong _) ->
                        LOG.warnf("A reader complained of a mail. delivery=%d", id);
                case Subject.OfSubscription(long id) ->
                        LOG.warnf("A reader complained of mails. subscription=%d", id);
            }
        }

        private void end(long subscriptionId) {
            subscriptions
                    .lock(subscriptionId)
                    .filter(found -> found.state() != Subscription.State.ENDED)
                    .ifPresent(found -> {
                        found.end(now);
                        session.update(found);
                    });
        }

        /** As suppression keeps it and logs show it: without the address. */
        private static String reason(Report report, Subscriber person) {
            return "returned: "
                    + withCode(
                            report.code(),
                            ReasonWithoutAddress.of(report.reason(), person.address()));
        }

        private static String withCode(@Nullable String code, String words) {
            return code == null || words.startsWith(code) ? words : code + " " + words;
        }
    }
}
