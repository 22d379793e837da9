package org.papertide.notify.signup;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.hibernate.StatelessSession;
import org.papertide.notify.subscription.MailAddress;
import org.papertide.platform.hashing.Sha256;

/**
 * How many opt-in mails are sent to people who may never have asked: to one mailbox, to one domain
 * and over all. The counts are in the database: they hold for all processes together, and after a
 * restart. It keeps hashes only.
 *
 * <p>A mailbox has many names: {@code reader+a@…} and {@code r.eader@…} lead to the reader in many
 * places. For the limit they are one, everywhere; that is too strict at worst.
 */
final class OptInMailLimits {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);

    /** The longest window: what is older is deleted. */
    static final Duration MONTH = Duration.ofDays(30);

    private final SubscriptionSettings settings;
    private final UnaryOperator<String> keyed;

    /** What the limits say to a mail. */
    enum Allowance {
        SEND,
        /**
         * The mailbox has had enough. Whoever asks does not learn it: the answer is always the
         * same.
         */
        MAILBOX_FULL,
        DOMAIN_FULL,
        FULL
    }

    /**
     * @param keyed makes a keyed hash of a plain one
     */
    OptInMailLimits(SubscriptionSettings settings, UnaryOperator<String> keyed) {
        this.settings = settings;
        this.keyed = keyed;
    }

    /** Answers whether a mail may go there now. */
    Allowance check(StatelessSession session, MailAddress address, Instant now) {
        OptInMailRepository repository = new OptInMailRepository_(session);
        repository.lock(OptInMailRepository.COUNTING);
        OptInMailCounts counts =
                repository.count(
                        mailbox(address),
                        domain(address),
                        now.minus(HOUR),
                        now.minus(DAY),
                        now.minus(WEEK),
                        now.minus(MONTH));
        if (counts.inDay() >= settings.optInMailsPerAddressAndDay()
                || counts.inWeek() >= settings.optInMailsPerAddressAndWeek()
                || counts.inMonth() >= settings.optInMailsPerAddressAndMonth()) {
            return Allowance.MAILBOX_FULL;
        }
        if (counts.ofAll() >= settings.optInMailsPerHour()) {
            return Allowance.FULL;
        }
        return counts.ofDomain() >= settings.optInMailsPerDomainAndHour()
                ? Allowance.DOMAIN_FULL
                : Allowance.SEND;
    }

    /** Counts a mail that is sent. */
    void count(StatelessSession session, MailAddress address, Instant now) {
        new OptInMailRepository_(session).add(mailbox(address), domain(address), now);
    }

    /** Forgets the mails to a mailbox. */
    void forget(StatelessSession session, MailAddress address) {
        new OptInMailRepository_(session).forget(mailbox(address));
    }

    private String mailbox(MailAddress address) {
        return keyed.apply(Sha256.hex("mailbox " + folded(address)));
    }

    private String domain(MailAddress address) {
        return keyed.apply(Sha256.hex("domain " + address.domain()));
    }

    /** One name for all that a mailbox may have. */
    static String folded(MailAddress address) {
        String local = address.local().toLowerCase(Locale.ROOT);
        int plus = local.indexOf('+', 1);
        String name = (plus < 0 ? local : local.substring(0, plus)).replace(".", "");
        String domain = address.domain().equals("googlemail.com") ? "gmail.com" : address.domain();
        return name + "@" + domain;
    }
}
