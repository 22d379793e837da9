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
import org.papertide.notify.ledger.Claim;
import org.papertide.notify.ledger.DeliveryBell;
import org.papertide.notify.ledger.DeliveryLedger;
import org.papertide.notify.ledger.LedgerJournal;
import org.papertide.notify.message.RenderedMessage;
import org.papertide.notify.running.Database;
import org.papertide.notify.smtp.MailTemplate;
import org.papertide.notify.smtp.MailWriter;
import org.papertide.notify.smtp.SendOutcome;
import org.papertide.notify.smtp.SmtpConnection;
import org.papertide.platform.database.DatabaseUnavailableException;

/** One connection: claims, sends, settles, until it is stopped. */
final class DeliveryWorker {

    private static final Logger LOG = Logger.getLogger(DeliveryWorker.class);
    private static final int MAX_TEMPLATES = 200;
    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(1);

    private final DeliveryLedger ledger;
    private final LedgerJournal journal;
    private final Settling settling;
    private final MailWriter writer;
    private final SmtpConnection connection;
    private final DeliverySettings settings;
    private final Database database;
    private final Contents contents;
    private final DeliveryBell bell;
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
    private String said = "";

    DeliveryWorker(
            DeliveryLedger ledger,
            LedgerJournal journal,
            Settling settling,
            MailWriter writer,
            SmtpConnection connection,
            DeliveryWorkers.Parts parts) {
        this.ledger = ledger;
        this.journal = journal;
        this.settling = settling;
        this.writer = writer;
        this.connection = connection;
        this.settings = parts.settings();
        this.database = parts.database();
        this.contents = parts.contents();
        this.bell = parts.bell();
        this.counts = parts.counts();
    }

    void stop() {
        stopping = true;
    }

    void run() {
        try {
            while (!stopping) {
                long heard = bell.rings();
                Optional<Duration> pause = round();
                if (pause.isPresent() && !stopping) {
                    bell.await(serverFailures > 0 ? bell.rings() : heard, pause.get());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connection.close();
        }
    }

    /** Claims and sends a batch; answers how long to wait before the next, if at all. */
    private Optional<Duration> round() {
        try {
            List<Claim> batch = ledger.claim(serverFailures > 0 ? 1 : settings.batch());
            said = "";
            if (batch.isEmpty()) {
                return Optional.of(settings.poll());
            }
            return send(batch);
        } catch (DatabaseUnavailableException e) {
            say("delivery waits for the database", null);
            return Optional.of(FAILURE_PAUSE);
        } catch (RuntimeException e) {
            say("delivery failed, is tried again", e);
            return Optional.of(FAILURE_PAUSE);
        }
    }

    /** An outage is said once, not each second. */
    private void say(String what, @Nullable RuntimeException e) {
        if (!what.equals(said)) {
            LOG.warn(what, e);
            said = what;
        }
    }

    private Optional<Duration> send(List<Claim> batch) {
        int next = 0;
        try {
            while (next < batch.size() && !stopping) {
                Claim claim = batch.get(next);
                Optional<SendOutcome> outcome = send(claim);
                next++;
                if (outcome.isEmpty()) {
                    continue;
                }
                if (outcome.get() instanceof SendOutcome.NotSent(String reason)) {
                    serverFailures++;
                    counts.server(reason);
                    Duration pause = serverRetry.after(serverFailures);
                    settling.serverAway(claim, reason, pause);
                    if (serverFailures == 1) {
                        LOG.warnf("the SMTP server does not take mail: %s", reason);
                    }
                    return Optional.of(pause);
                }
                serverFailures = 0;
                counts.server("reachable");
                settling.settle(claim, outcome.get());
            }
            return Optional.empty();
        } finally {
            ledger.release(List.copyOf(batch.subList(next, batch.size())));
        }
    }

    /** Empty if the mail itself cannot be made: then it is settled already. */
    private Optional<SendOutcome> send(Claim claim) {
        byte[] mail;
        try {
            mail = writer.write(claim, template(claim.contentId()));
        } catch (IllegalArgumentException e) {
            LOG.errorf(e, "mail %s cannot be made", claim);
            settling.unmakable(claim);
            return Optional.empty();
        }
        return Optional.of(
                connection.send(
                        writer.envelopeFrom(claim),
                        claim.address(),
                        mail,
                        () -> journal.hand(claim)));
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
