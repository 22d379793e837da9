package org.papertide.notify.delivery;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.edition.Contents;
import org.papertide.notify.ledger.DeliveryLedger;
import org.papertide.notify.ledger.LedgerJournal;
import org.papertide.notify.ledger.WorkSignal;
import org.papertide.notify.message.RenderedMessage;
import org.papertide.notify.running.Database;
import org.papertide.notify.smtp.MailTemplate;
import org.papertide.notify.smtp.MailWriter;
import org.papertide.notify.smtp.OutgoingMail;
import org.papertide.notify.smtp.SendOutcome;
import org.papertide.notify.smtp.SmtpConnection;
import org.papertide.platform.database.DatabaseUnavailableException;

/** One connection: claims, sends, settles, until it is stopped. */
final class DeliveryWorker {

    private static final Logger LOG = Logger.getLogger(DeliveryWorker.class);
    private static final int MAX_TEMPLATES = 200;
    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(1);

    private final MailClaims claims;
    private final DeliveryLedger ledger;
    private final LedgerJournal journal;
    private final DeliveryOutcomes outcomes;
    private final MailWriter writer;
    private final SmtpConnection connection;
    private final DeliverySettings settings;
    private final Database database;
    private final Contents contents;
    private final WorkSignal signal;
    private final DeliveryCounts counts;
    private final RetrySchedule serverRetry =
            new RetrySchedule(Duration.ofSeconds(1), Duration.ofSeconds(20), new Random());
    private final Map<String, MailTemplate> templates =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, MailTemplate> eldest) {
                    return size() > MAX_TEMPLATES;
                }
            };
    private volatile boolean stopping;
    private int serverFailures;
    private String logged = "";

    DeliveryWorker(
            MailClaims claims,
            DeliveryLedger ledger,
            LedgerJournal journal,
            DeliveryOutcomes outcomes,
            MailWriter writer,
            SmtpConnection connection,
            DeliveryWorkers.Parts parts) {
        this.claims = claims;
        this.ledger = ledger;
        this.journal = journal;
        this.outcomes = outcomes;
        this.writer = writer;
        this.connection = connection;
        this.settings = parts.settings();
        this.database = parts.database();
        this.contents = parts.contents();
        this.signal = parts.signal();
        this.counts = parts.counts();
    }

    void stop() {
        stopping = true;
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
            List<ClaimedMail> batch = claims.claim(serverFailures > 0 ? 1 : settings.batch());
            logged = "";
            if (batch.isEmpty()) {
                return Optional.of(settings.poll());
            }
            return send(batch);
        } catch (DatabaseUnavailableException e) {
            logOnce("Delivery waits for the database.", null);
            return Optional.of(FAILURE_PAUSE);
        } catch (RuntimeException e) {
            logOnce("Delivery failed and is tried again.", e);
            return Optional.of(FAILURE_PAUSE);
        }
    }

    /** An outage is logged once, not each second. */
    private void logOnce(String what, @Nullable RuntimeException e) {
        if (!what.equals(logged)) {
            LOG.warn(what, e);
            logged = what;
        }
    }

    private Optional<Duration> send(List<ClaimedMail> batch) {
        int next = 0;
        try {
            while (next < batch.size() && !stopping) {
                ClaimedMail mail = batch.get(next);
                Optional<SendOutcome> outcome = send(mail);
                next++;
                if (outcome.isEmpty()) {
                    continue;
                }
                if (outcome.get() instanceof SendOutcome.NotSent(String reason)) {
                    serverFailures++;
                    counts.server(reason);
                    Duration pause = serverRetry.after(serverFailures);
                    outcomes.serverUnavailable(mail, reason, pause);
                    if (serverFailures == 1) {
                        LOG.warnf("The SMTP server does not take mail. error=%s", reason);
                    }
                    return Optional.of(pause);
                }
                serverFailures = 0;
                counts.server("reachable");
                outcomes.settle(mail, outcome.get());
            }
            return Optional.empty();
        } finally {
            ledger.release(
                    batch.subList(next, batch.size()).stream().map(ClaimedMail::claim).toList());
        }
    }

    /** Empty if the mail itself cannot be written: then it is settled already. */
    private Optional<SendOutcome> send(ClaimedMail claimed) {
        OutgoingMail mail = claimed.mail();
        byte[] bytes;
        try {
            bytes = writer.write(mail, template(mail.contentId()));
        } catch (IllegalArgumentException e) {
            LOG.errorf(e, "A mail cannot be written. delivery=%d", mail.deliveryId());
            outcomes.unrenderable(claimed);
            return Optional.empty();
        }
        return Optional.of(
                connection.send(
                        writer.envelopeFrom(mail),
                        mail.address(),
                        bytes,
                        () -> journal.hand(claimed.claim())));
    }

    private MailTemplate template(String contentId) {
        MailTemplate known = templates.get(contentId);
        if (known != null) {
            return known;
        }
        RenderedMessage message =
                database.inTransaction(session -> contents.find(session, contentId))
                        .orElseThrow(() -> new IllegalArgumentException("content is gone"));
        MailTemplate template = new MailTemplate(contentId, message);
        templates.put(contentId, template);
        return template;
    }
}
