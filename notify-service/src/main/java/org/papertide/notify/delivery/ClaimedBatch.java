package org.papertide.notify.delivery;

import io.opentelemetry.api.trace.SpanKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.ledger.Claim;
import org.papertide.notify.ledger.DeliveryLedger;
import org.papertide.notify.ledger.JournalPage;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.smtp.MailSupply;
import org.papertide.notify.smtp.MailWriter;
import org.papertide.notify.smtp.OutgoingMail;
import org.papertide.notify.smtp.ReadyMail;
import org.papertide.notify.smtp.SendOutcome;
import org.papertide.notify.traffic.Traffic;
import org.papertide.platform.tracing.Traces;

/** The mails of one claim on their way over one connection. */
final class ClaimedBatch implements MailSupply<ClaimedBatch.Written>, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ClaimedBatch.class);

    /** A claimed mail with its bytes. */
    static final class Written implements ReadyMail {

        private final ClaimedMail claimed;
        private final Traffic.Pass pass;
        private final String from;
        private final byte[] content;
        private final Traces.Step step;

        Written(
                ClaimedMail claimed,
                Traffic.Pass pass,
                String from,
                byte[] content,
                Traces.Step step) {
            this.claimed = claimed;
            this.pass = pass;
            this.from = from;
            this.content = content;
            this.step = step;
        }

        ClaimedMail claimed() {
            return claimed;
        }

        @Override
        public String from() {
            return from;
        }

        @Override
        public String to() {
            return claimed.mail().address();
        }

        @Override
        public long edition() {
            return claimed.mail().editionId();
        }

        @Override
        public byte[] content() {
            return content;
        }

        /** {@link MailWriter} begins none so. */
        @Override
        public boolean mayBeginALineWithADot() {
            return false;
        }

        @Override
        public String toString() {
            return claimed.toString();
        }
    }

    /** What becomes of a batch beside its mails. */
    interface Outcome {

        /**
         * What became of a mail that was sent, or tried.
         *
         * @param relay the server that had it; null if none had
         */
        void ended(ClaimedMail mail, SendOutcome outcome, @Nullable String relay);

        /** The mail cannot be written. */
        void unrenderable(ClaimedMail mail);
    }

    /** Late mails are the last of a batch, and others are claimed after so long. */
    static final Duration LATE_AT_MOST = Duration.ofSeconds(10);

    private final Deque<ClaimedMail> left;

    /** How many of those at its end belong to groups that are late: nothing waits behind them. */
    private int late;

    private @Nullable Instant lateSince;
    private final Map<Claim, String> waiting = new HashMap<>();
    private final Set<Claim> underWay = new HashSet<>();

    /** Those of mails that have not ended. */
    private final Map<Claim, Traffic.Pass> passes = new HashMap<>();

    private final DeliveryLedger ledger;
    private final JournalPage page;
    private final MailTemplates.OfClaim templates;
    private final MailWriter writer;
    private final Traffic traffic;
    private final Traces traces;
    private final Clock clock;
    private final Set<Long> followed = new HashSet<>();
    private final Outcome outcome;
    private final BooleanSupplier stopping;
    private @Nullable RuntimeException fault;

    ClaimedBatch(
            Collection<ClaimedMail> mails,
            DeliveryLedger ledger,
            JournalPage page,
            MailTemplates templates,
            DeliveryWorkers.Parts parts,
            Outcome outcome,
            BooleanSupplier stopping) {
        this.left = byContent(mails);
        this.ledger = ledger;
        this.page = page;
        this.templates = templates.of(left.stream().map(ClaimedBatch::contentId).toList());
        this.writer = parts.writer();
        this.traffic = parts.traffic();
        this.traces = parts.traces();
        this.clock = parts.clock();
        this.outcome = outcome;
        this.stopping = stopping;
    }

    /** Content by content, in the order in which they come. */
    private static Deque<ClaimedMail> byContent(Collection<ClaimedMail> mails) {
        Map<String, List<ClaimedMail>> contents = new LinkedHashMap<>();
        for (ClaimedMail mail : mails) {
            contents.computeIfAbsent(contentId(mail), _ -> new ArrayList<>()).add(mail);
        }
        Deque<ClaimedMail> ordered = new ArrayDeque<>(mails.size());
        contents.values().forEach(ordered::addAll);
        return ordered;
    }

    private static String contentId(ClaimedMail mail) {
        return mail.mail().contentId();
    }

    @Override
    public Optional<Written> next() {
        Optional<Written> next = Optional.empty();
        try {
            while (next.isEmpty() && !left.isEmpty() && !isEnding() && !isLateLong()) {
                next = first();
            }
            next.ifPresent(mail -> {
                underWay.add(mail.claimed().claim());
                passes.put(mail.claimed().claim(), mail.pass);
            });
        } catch (RuntimeException e) {
            note(e);
        }
        return next;
    }

    /** Empty if it cannot go now: it waits, is settled, or goes after those of other groups. */
    private Optional<Written> first() {
        ClaimedMail mail = left.getFirst();
        String group = traffic.groupOf(mail.mail().address());
        if (late < left.size() && traffic.isLate(group)) {
            left.addLast(left.removeFirst());
            late++;
            return Optional.empty();
        }
        Optional<Written> written = ask(mail, group).flatMap(pass -> write(mail, pass));
        left.removeFirst();
        late = Math.min(late, left.size());
        return written;
    }

    /** Whether nothing but late mails is left, and was for long: others may be due meanwhile. */
    private boolean isLateLong() {
        if (late < left.size()) {
            return false;
        }
        Instant now = clock.instant();
        if (lateSince == null) {
            lateSince = now;
        }
        return lateSince.plus(LATE_AT_MOST).isBefore(now);
    }

    @Override
    public boolean isEnding() {
        return fault != null || stopping.getAsBoolean();
    }

    /** Empty if the mail has to wait. */
    private Optional<Traffic.Pass> ask(ClaimedMail mail, String group) {
        Optional<Traffic.Pass> pass = traffic.ask(group, mail.mail().address());
        if (pass.isEmpty()) {
            waiting.put(mail.claim(), group);
        }
        return pass;
    }

    /** Empty if the mail itself cannot be written: then it is settled already. */
    private Optional<Written> write(ClaimedMail claimed, Traffic.Pass pass) {
        OutgoingMail mail = claimed.mail();
        boolean written = false;
        try {
            byte[] content = writer.write(mail, templates.get(mail.contentId()));
            written = true;
            return Optional.of(
                    new Written(claimed, pass, writer.envelopeFrom(mail), content, begin(claimed)));
        } catch (IllegalArgumentException e) {
            LOG.errorf(e, "A mail cannot be written. delivery=%d", mail.deliveryId());
            outcome.unrenderable(claimed);
            return Optional.empty();
        } finally {
            if (!written) {
                traffic.unused(pass);
            }
        }
    }

    private Traces.Step begin(ClaimedMail claimed) {
        return traces.goOn("hand over a mail", SpanKind.CLIENT, trace(claimed))
                .with("delivery", claimed.mail().deliveryId())
                .with("edition", claimed.mail().editionId());
    }

    /** Of a digest only one mail of a batch is told of: nobody reads a trace of 100,000 steps. */
    private @Nullable String trace(ClaimedMail claimed) {
        OutgoingMail mail = claimed.mail();
        return mail.kind() == MailKind.ALERT || followed.add(mail.editionId())
                ? claimed.trace()
                : null;
    }

    @Override
    public CompletionStage<Boolean> hand(Written mail) {
        return page.hand(mail.claimed().claim());
    }

    @Override
    public void ended(Written mail, SendOutcome what, @Nullable String relay) {
        mail.step.close();
        passes.remove(mail.claimed().claim());
        try {
            outcome.ended(mail.claimed(), traffic.ended(mail.pass, what), relay);
            underWay.remove(mail.claimed().claim());
        } catch (RuntimeException e) {
            note(e);
        }
    }

    @Override
    public void takeBack(Written mail) {
        mail.step.close();
        traffic.unused(mail.pass);
        passes.remove(mail.claimed().claim());
        underWay.remove(mail.claimed().claim());
        left.addFirst(mail.claimed());
    }

    @Override
    public void asked(Written mail) {
        traffic.asked(mail.pass);
    }

    @Override
    public void serverIsSlow() {
        page.turn();
    }

    /**
     * Gives back what was not begun; what has to wait is parked until its group may go on. Nothing
     * stays held, whatever fails: its lease would be renewed for ever.
     *
     * @throws RuntimeException if something failed meanwhile
     */
    @Override
    public void close() {
        // What has no end, or one that could not be settled, is given up with its lease.
        underWay.forEach(page::forget);
        passes.values().forEach(traffic::unused);
        attempt(page::turn);
        attempt(() -> ledger.release(left.stream().map(ClaimedMail::claim).toList()));
        attempt(() -> ledger.park(waiting));
        traffic.parked(waiting.values());
        if (fault != null) {
            throw fault;
        }
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            note(e);
        }
    }

    private void note(RuntimeException e) {
        if (fault == null) {
            fault = e;
        } else if (!e.equals(fault)) {
            fault.addSuppressed(e);
        }
    }
}
