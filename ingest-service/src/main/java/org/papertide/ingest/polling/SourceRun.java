package org.papertide.ingest.polling;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.ingest.source.FetchResult;
import org.papertide.ingest.source.Item;
import org.papertide.ingest.source.PaperSource;
import org.papertide.ingest.source.SourceState;
import org.papertide.ingest.source.SourceStatus;
import org.papertide.platform.loop.UnavailableException;

/** One run of a source: fetches page after page and records each with the source's new status. */
final class SourceRun {

    private static final Logger LOG = Logger.getLogger(SourceRun.class);

    private final PaperSource source;
    private final SourceLog log;
    private final Clock clock;
    private final BooleanSupplier mayGoOn;

    /**
     * @param mayGoOn asked before each further page: whether this process still has the host's
     *     lease
     */
    SourceRun(PaperSource source, SourceLog log, Clock clock, BooleanSupplier mayGoOn) {
        this.source = source;
        this.log = log;
        this.clock = clock;
        this.mayGoOn = mayGoOn;
    }

    /**
     * Runs to the end of what the source has.
     *
     * @param before its status
     * @return its status afterwards
     * @throws InterruptedException when polling ends; the pages fetched before are recorded
     * @throws UnavailableException if the database went away
     */
    SourceStatus run(SourceStatus before) throws InterruptedException {
        SourceStatus status = before;
        boolean anyNew = false;
        @Nullable String flaw = null;
        @Nullable String refusal = null;
        while (true) {
            FetchResult result = fetch(status.position());
            Instant now = clock.instant();
            if (!(result instanceof FetchResult.Fetched page)) {
                return end(status, result, now);
            }
            flaw = flaw == null ? page.flaw() : flaw;
            refusal = refusal == null ? refusal(page) : refusal;
            try {
                status = record(status, page, flaw, refusal, anyNew, now);
            } catch (UnavailableException e) {
                throw e;
            } catch (RuntimeException | Error e) {
                failIfFatal(e);
                LOG.errorf(e, "A source's answer cannot be stored. source=%s", source.name());
                return end(status, fault(e), now);
            }
            anyNew = now.equals(status.lastNew()) || anyNew;
            if (!page.more() || !mayGoOn.getAsBoolean()) {
                return status;
            }
        }
    }

    /** The message about a page with refused records: they will not come again. */
    private static @Nullable String refusal(FetchResult.Fetched page) {
        List<Item.Refused> refused =
                page.items().stream()
                        .<Item.Refused>mapMulti((item, out) -> {
                            if (item instanceof Item.Refused each) {
                                out.accept(each);
                            }
                        })
                        .toList();
        return refused.isEmpty()
                ? null
                : "%d refused; the first is %s: %s"
                        .formatted(
                                refused.size(),
                                refused.getFirst().where(),
                                refused.getFirst().reason());
    }

    private FetchResult fetch(@Nullable String position) throws InterruptedException {
        try {
            return source.fetch(position);
        } catch (UnavailableException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            failIfFatal(e);
            LOG.errorf(e, "A source's own code failed. source=%s", source.name());
            return fault(e);
        }
    }

    /** A stack that overflows is a failure of what was read; spent memory is one of the process. */
    private static void failIfFatal(Throwable e) {
        if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
            throw fatal;
        }
    }

    /** Asked again at once, the host would send the same: it is left alone for longer each time. */
    private static FetchResult fault(Throwable e) {
        return new FetchResult.Failed("a fault of our own: " + e);
    }

    /** Records a page; whether it had anything new is known once its items have been taken. */
    private SourceStatus record(
            SourceStatus before,
            FetchResult.Fetched page,
            @Nullable String flaw,
            @Nullable String refusal,
            boolean newBefore,
            Instant now) {
        String message = flaw == null ? refusal : flaw;
        return log.record(
                source.name(),
                page.items(),
                now,
                counts -> {
                    boolean isNew =
                            newBefore || counts.added() + counts.changed() + counts.signals() > 0;
                    SourceStatus answered =
                            before.answered(
                                    state(before, message, isNew, now),
                                    page.position(),
                                    now,
                                    flaw == null && !page.more(),
                                    isNew,
                                    message);
                    // A run that breaks off here, because the process stops or loses the lease,
                    // goes on at once.
                    return page.more() ? answered.withNextRun(now) : planned(answered, page, now);
                });
    }

    private SourceState state(
            SourceStatus before, @Nullable String flaw, boolean isNew, Instant now) {
        if (flaw != null) {
            return SourceState.PARTIAL;
        }
        if (isNew) {
            return SourceState.FRESH;
        }
        boolean stale =
                before.lastNew() != null
                        && before.lastNew().plus(source.staleAfter()).isBefore(now);
        return stale ? SourceState.STALE : SourceState.QUIET;
    }

    /** The run ends without a page: turned away, no answer, or nothing today. */
    private SourceStatus end(SourceStatus before, FetchResult result, Instant now) {
        SourceStatus after =
                switch (result) {
                    case FetchResult.Holiday(String position, String reason) ->
                            before.onHoliday(position, reason, now);
                    case FetchResult.Refused(_, String reason) ->
                            before.failed(SourceState.REFUSED, reason, now);
                    case FetchResult.Failed(String reason, String position) ->
                            before.failed(SourceState.FAILED, reason, now).goingOn(position);
                    case FetchResult.Fetched _ ->
                            throw new IllegalStateException("a page is recorded, not ended with");
                };
        SourceStatus planned = planned(after, result, now);
        if (planned.failures() > 0 && before.failures() == 0) {
            LOG.warnf(
                    "A source gave no answer. source=%s state=%s error=\"%s\"",
                    source.name(), planned.state(), planned.message());
        }
        return log.record(source.name(), List.of(), now, _ -> planned);
    }

    private SourceStatus planned(SourceStatus status, FetchResult result, Instant now) {
        return status.withNextRun(source.nextRun(status, result, now));
    }
}
