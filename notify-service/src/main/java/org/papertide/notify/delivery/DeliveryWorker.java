package org.papertide.notify.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.ledger.DeliveryLedger;
import org.papertide.notify.ledger.JournalPage;
import org.papertide.notify.ledger.WorkSignal;
import org.papertide.notify.smtp.Relays;
import org.papertide.notify.smtp.SendOutcome;
import org.papertide.notify.smtp.SmtpConnection;
import org.papertide.platform.database.DatabaseUnavailableException;
import org.papertide.platform.loop.Backoff;
import org.papertide.platform.loop.LogOnce;

/**
 * One connection: claims, sends, settles, until it is stopped.
 *
 * <p>It is no {@link org.papertide.platform.loop.Loop}: it has a platform thread (see {@link
 * DeliveryWorkers}), all workers wait for one signal, and a worker that does not end in time is cut
 * at its connection before it is interrupted, so that it settles its mails.
 */
final class DeliveryWorker {

    private static final Logger LOG = Logger.getLogger(DeliveryWorker.class);
    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(1);

    /** How long a server that does not take mail is left alone; with jitter of a quarter. */
    private static final Backoff SERVER_PAUSE =
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(20), 0.25);

    private final MailClaims claims;
    private final DeliveryLedger ledger;
    private final JournalPage page;
    private final DeliveryOutcomes outcomes;
    private final MailTemplates templates;
    private final SmtpConnection connection;
    private final DeliveryWorkers.Parts parts;
    private final DeliverySettings settings;
    private final WorkSignal signal;
    private final DeliveryCounts counts;
    private final RandomGenerator random = new Random();
    private final LogOnce log = new LogOnce();
    private volatile boolean stopping;
    private int serverFailures;

    DeliveryWorker(
            MailClaims claims,
            DeliveryLedger ledger,
            JournalPage page,
            DeliveryOutcomes outcomes,
            MailTemplates templates,
            SmtpConnection connection,
            DeliveryWorkers.Parts parts) {
        this.claims = claims;
        this.ledger = ledger;
        this.page = page;
        this.outcomes = outcomes;
        this.templates = templates;
        this.connection = connection;
        this.parts = parts;
        this.settings = parts.settings();
        this.signal = parts.signal();
        this.counts = parts.counts();
    }

    void stop() {
        stopping = true;
    }

    /** Ends its wait for the server, from another thread. */
    void hangUp() {
        connection.hangUp();
    }

    void run() {
        try {
            while (!stopping) {
                long seen = signal.count();
                Optional<Duration> pause = round();
                if (pause.isPresent() && !stopping) {
                    signal.await(serverFailures > 0 ? signal.count() : seen, pause.get());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connection.close();
        }
    }

    /** Claims and sends a batch; returns how long to wait before the next, if at all. */
    private Optional<Duration> round() {
        try {
            int most = serverFailures > 0 ? 1 : settings.batch();
            Relays.Turn turn = connection.turn();
            switch (turn) {
                case Relays.Turn.Rest(Duration time) -> {
                    // Another worker may find sooner that mail is taken again.
                    return Optional.of(
                            time.compareTo(settings.poll()) < 0 ? time : settings.poll());
                }
                case Relays.Turn.Ask _ -> most = 1;
                case Relays.Turn.Free() -> {}
            }
            List<ClaimedMail> batch =
                    turn instanceof Relays.Turn.Ask(Set<Long> refused)
                            ? question(refused)
                            : claims.claim(most);
            if (log.isRecovery()) {
                LOG.info("Delivery works again.");
            }
            if (batch.isEmpty()) {
                if (turn instanceof Relays.Turn.Ask) {
                    connection.giveTurnBack();
                }
                return Optional.of(settings.poll());
            }
            return send(batch);
        } catch (DatabaseUnavailableException e) {
            if (log.isNew("database")) {
                LOG.warn("Delivery waits for the database.");
            }
            return Optional.of(FAILURE_PAUSE);
        } catch (RuntimeException | Error e) {
            if (log.isNew(String.valueOf(e))) {
                LOG.warn("Delivery failed and is retried.", e);
            }
            return Optional.of(FAILURE_PAUSE);
        }
    }

    /** One mail, of another edition than those that were refused, if there is one. */
    private List<ClaimedMail> question(Set<Long> refused) {
        List<ClaimedMail> other = claims.claimOther(refused);
        return other.isEmpty() ? claims.claim(1) : other;
    }

    private Optional<Duration> send(List<ClaimedMail> mails) {
        Sending sending = new Sending();
        try (ClaimedBatch batch =
                new ClaimedBatch(mails, ledger, page, templates, parts, sending, () -> stopping)) {
            connection.send(batch);
        }
        return Optional.ofNullable(sending.pause);
    }

    /** What this worker makes of the outcomes of one batch. */
    private final class Sending implements ClaimedBatch.Outcome {

        private @Nullable Duration pause;

        @Override
        public void ended(ClaimedMail mail, SendOutcome outcome, @Nullable String relay) {
            if (outcome instanceof SendOutcome.NotSent(String reason)) {
                serverFailures++;
                boolean isNew = counts.serverFailed(reason);
                Duration longer = SERVER_PAUSE.pause(serverFailures, random);
                pause = connection.waitsForTurn() ? settings.poll() : longer;
                if (serverFailures == 1 && isNew) {
                    LOG.warnf("The SMTP server does not take mail. error=\"%s\"", reason);
                }
                outcomes.serverUnavailable(mail, reason, longer);
                return;
            }
            if (outcome instanceof SendOutcome.NotRecorded(String reason)) {
                if (log.isNew("ledger")) {
                    LOG.warnf("Delivery waits for its ledger. error=\"%s\"", reason);
                }
                pause = FAILURE_PAUSE;
                outcomes.settle(mail, outcome, relay);
                return;
            }
            serverFailures = 0;
            counts.serverWorks();
            outcomes.settle(mail, outcome, relay);
        }

        @Override
        public void unrenderable(ClaimedMail mail) {
            outcomes.unrenderable(mail);
        }
    }
}
