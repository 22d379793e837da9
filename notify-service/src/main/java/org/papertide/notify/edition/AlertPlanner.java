package org.papertide.notify.edition;

import io.opentelemetry.api.trace.SpanKind;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.hibernate.StatelessSession;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Breakout;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.events.PaperId;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.candidate.RecordSink;
import org.papertide.notify.interest.CalibratedTheme.Direction;
import org.papertide.notify.interest.DigestSchedule;
import org.papertide.notify.interest.PaperVectors;
import org.papertide.notify.ledger.Exclusions;
import org.papertide.notify.ledger.PlanRepository_;
import org.papertide.notify.ledger.ShownRepository_;
import org.papertide.notify.ledger.WorkSignal;
import org.papertide.notify.message.AlertContent;
import org.papertide.notify.message.EventComposer;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.message.MessageComposer;
import org.papertide.notify.message.PaperLine;
import org.papertide.notify.message.RenderedMessage;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.notify.subscription.ThemeRepository_;
import org.papertide.platform.database.Database;
import org.papertide.platform.tracing.Traces;

/**
 * Makes an edition of each breakout: everyone whose alerts it passes, in one statement, each person
 * at most once, nobody who has seen the paper already, and nobody more alerts in a day than the
 * operator set: the rest comes in a digest.
 *
 * <p>A paper may break out before its text has been read. Themes cannot tell then whether they want
 * it: the alert is noted, and decided again for them when the paper's vector has come, as long as
 * it is worth a mail. Who passes then joins the edition.
 */
@Singleton
public final class AlertPlanner {

    private static final Logger LOG = Logger.getLogger(AlertPlanner.class);

    private static final Duration DAY = Duration.ofDays(1);

    /**
     * Where a paper has a vector, but none of the model of some theme; then again after as long as
     * the alert has waited. A theme whose model is gone for good is asked a dozen times.
     */
    static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    private final Database database;
    private final CandidateStore candidates;
    private final MessageComposer composer;
    private final EventComposer events = new EventComposer();
    private final Contents contents;
    private final EditionSettings settings;
    private final DigestSchedule schedule;
    private final WorkSignal signal;
    private final Traces traces;
    private final Clock clock;

    public AlertPlanner(
            Database database,
            CandidateStore candidates,
            MessageComposer composer,
            Contents contents,
            EditionSettings settings,
            DigestSchedule schedule,
            WorkSignal signal,
            Traces traces,
            Clock clock) {
        this.database = database;
        this.candidates = candidates;
        this.composer = composer;
        this.contents = contents;
        this.settings = settings;
        this.schedule = schedule;
        this.signal = signal;
        this.traces = traces;
        this.clock = clock;
    }

    /** Applies records of {@code breakouts.v1}; one that came before changes nothing. */
    public void apply(List<RecordSink.Change<Breakout>> changes) {
        for (RecordSink.Change<Breakout> change : changes) {
            if (change.event() != null) {
                plan(change.event(), change.trace());
            }
        }
    }

    /**
     * Plans the alert, unless it is old news or was planned before.
     *
     * @param trace the one that the breakout belongs to, if any
     */
    void plan(Breakout breakout, @Nullable String trace) {
        Instant now = clock.instant();
        Instant expires = breakout.at().plus(settings.alertLifetime());
        if (!expires.isAfter(now)) {
            LOG.debugf("Ignored an old breakout. paper=%s", breakout.paper().id());
            return;
        }
        try (Traces.Step step =
                traces.goOn("plan an alert", SpanKind.CONSUMER, trace)
                        .with("paper", breakout.paper().id().value())) {
            long planned =
                    database.inTransaction(
                            session -> plan(session, breakout, now, expires, step.trace()));
            if (planned > 0) {
                signal.raise();
            }
        }
    }

    private long plan(
            StatelessSession session,
            Breakout breakout,
            Instant now,
            Instant expires,
            @Nullable String trace) {
        EditionRepository editions = new EditionRepository_(session);
        editions.lock(EditionRepository.COMPOSING);
        candidates.keepAliases(session, List.of(breakout.paper()));
        String paper = candidates.canonical(session, breakout.paper().id());
        String key = "ALERT/" + paper + "/" + breakout.level();
        Optional<Long> edition =
                editions.create(
                        key,
                        MailKind.ALERT.name(),
                        breakout.at(),
                        now,
                        expires,
                        Objects.requireNonNullElse(trace, ""));
        if (edition.isEmpty()) {
            return 0;
        }
        editions.setComposed(edition.get(), now);
        AlertFilters.Decision decision =
                AlertFilters.decide(session, breakout, vectors(session, List.of(paper)));
        if (decision.isOpen()) {
            String body = new String(EventCodec.BREAKOUT.encode(breakout), StandardCharsets.UTF_8);
            new WaitingAlertRepository_(session).add(edition.get(), paper, body, now, expires);
        }
        return plan(session, breakout, edition.get(), paper, decision, now);
    }

    private PaperVectors vectors(StatelessSession session, List<String> papers) {
        return candidates.vectors(session, papers, new ThemeRepository_(session).models());
    }

    private long plan(
            StatelessSession session,
            Breakout breakout,
            long edition,
            String paper,
            AlertFilters.Decision decision,
            Instant now) {
        long planned = 0;
        for (AlertFilters.Passing filters : decision.passing()) {
            planned += plan(session, breakout, edition, paper, filters, now);
        }
        digestTheRest(session, edition, now);
        LOG.infof("Planned an alert. edition=%d paper=%s count=%d", edition, paper, planned);
        return planned;
    }

    /** Decides those alerts again whose papers have a vector now, for themes that waited for it. */
    public void planWaiting() {
        Instant now = clock.instant();
        for (WaitingAlert alert : database.inTransaction(session -> withVectors(session, now))) {
            long planned =
                    database.inTransaction(session -> planAgain(session, alert.editionId(), now));
            if (planned > 0) {
                signal.raise();
            }
        }
    }

    private List<WaitingAlert> withVectors(StatelessSession session, Instant now) {
        WaitingAlertRepository waiting = new WaitingAlertRepository_(session);
        waiting.removeExpired(now);
        List<WaitingAlert> due = waiting.due(now);
        if (due.isEmpty()) {
            return due; // Mostly: then it is not asked what models there are.
        }
        PaperVectors vectors =
                vectors(session, due.stream().map(each -> canonical(session, each)).toList());
        return IntStream.range(0, due.size()).filter(vectors::has).mapToObj(due::get).toList();
    }

    /** A paper may be known under another identity by now. */
    private String canonical(StatelessSession session, WaitingAlert alert) {
        return candidates.canonical(session, new PaperId(alert.paperId()));
    }

    private long planAgain(StatelessSession session, long edition, Instant now) {
        EditionRepository editions = new EditionRepository_(session);
        editions.lock(EditionRepository.COMPOSING);
        WaitingAlertRepository waiting = new WaitingAlertRepository_(session);
        WaitingAlert alert = waiting.findDue(edition, now).orElse(null);
        Edition planned = editions.find(edition).orElse(null);
        if (alert == null || planned == null) {
            return 0; // Another process was faster.
        }
        Breakout breakout = breakout(alert);
        if (breakout == null || planned.stopReason() != null) {
            waiting.remove(edition);
            return 0;
        }
        String paper = canonical(session, alert);
        AlertFilters.Decision decision =
                AlertFilters.decideByThemes(session, breakout, vectors(session, List.of(paper)));
        if (decision.isOpen()) {
            Duration waited = Duration.between(planned.plannedAt(), now);
            waiting.postpone(
                    edition, now.plus(waited.compareTo(LOOK_AGAIN) > 0 ? waited : LOOK_AGAIN));
        } else {
            waiting.remove(edition);
        }
        if (decision.passing().isEmpty()) {
            return 0;
        }
        editions.reopen(planned.editionKey());
        editions.setComposed(edition, now);
        return plan(session, breakout, edition, paper, decision, now);
    }

    /** Empty if a release before this one wrote what this one cannot read. */
    private static @Nullable Breakout breakout(WaitingAlert alert) {
        byte[] body = alert.body().getBytes(StandardCharsets.UTF_8);
        return EventCodec.BREAKOUT.decode(body) instanceof Decoded.Event<Breakout>(Breakout event)
                ? event
                : null;
    }

    /** To whom another text of this alert was planned has seen the paper. */
    private long plan(
            StatelessSession session,
            Breakout breakout,
            long edition,
            String paper,
            AlertFilters.Passing filters,
            Instant now) {
        AlertContent says = content(breakout, filters.met());
        boolean inWords = filters.met() != null;
        String content = keep(session, composer.alert(says), inWords, now);
        new ShownRepository_(session).show(content, new String[] {paper});
        String event =
                new SubscriptionRepository_(session).hasWebhooks()
                        ? keep(session, events.alert(says), inWords, now)
                        : content;
        return new PlanRepository_(session)
                .planAlert(
                        edition,
                        content,
                        event,
                        MailKind.ALERT.priority(),
                        paper,
                        breakout.level(),
                        names(breakout, paper),
                        filters.keys().toArray(String[]::new),
                        new EditionRepository_(session).firstSince(now.minus(DAY)),
                        settings.alertsPerReaderAndDay(),
                        now,
                        Exclusions.SUPPRESSED,
                        Exclusions.ALREADY_SEEN,
                        Exclusions.ENOUGH_TODAY);
    }

    private String keep(
            StatelessSession session, RenderedMessage message, boolean inWords, Instant now) {
        return inWords
                ? contents.keepInWords(session, MailKind.ALERT, message, now)
                : contents.keep(session, MailKind.ALERT, message, now);
    }

    /** Whoever has had enough alerts today gets the rest at their hour, in one digest. */
    private void digestTheRest(StatelessSession session, long edition, Instant now) {
        Long[] leftOver =
                new PlanRepository_(session)
                        .excluded(edition, Exclusions.ENOUGH_TODAY, now)
                        .toArray(Long[]::new);
        if (leftOver.length > 0) {
            RestSlots.give(session, schedule, leftOver, now);
        }
    }

    private static AlertContent content(Breakout breakout, @Nullable Direction met) {
        return new AlertContent(
                new PaperLine(breakout.paper(), breakout.score(), breakout.reasons(), met),
                breakout.bar(),
                breakout.level(),
                breakout.at());
    }

    private static String[] names(Breakout breakout, String canonical) {
        List<String> names = new ArrayList<>(List.of(canonical, breakout.paper().id().value()));
        breakout.paper().aliases().stream().map(PaperId::value).forEach(names::add);
        return names.toArray(String[]::new);
    }
}
