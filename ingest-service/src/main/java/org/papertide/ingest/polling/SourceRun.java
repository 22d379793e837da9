package org.papertide.ingest.polling;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.ingest.source.FetchResult;
import org.papertide.ingest.source.PaperSource;
import org.papertide.ingest.source.SourceState;
import org.papertide.ingest.source.SourceStatus;

/** One run of a source: fetches page after page and writes each down with how the source stands. */
final class SourceRun {

    private static final Logger LOG = Logger.getLogger(SourceRun.class);

    private final PaperSource source;
    private final SourceLog log;
    private final Clock clock;
    private final BooleanSupplier mayGoOn;

    /**
     * @param mayGoOn asked before each further page: whether the host is still ours
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
     * @param before how it stood
     * @return how it stands
     * @throws InterruptedException when polling ends; what was fetched before is written down
     */
    SourceStatus run(SourceStatus before) throws InterruptedException {
        SourceStatus status = before;
        boolean anyNew = false;
        @Nullable String flaw = null;
        while (true) {
            FetchResult result = fetch(status.position());
            Instant now = clock.instant();
            if (!(result instanceof FetchResult.Fetched fetched)) {
                return end(status, result, now);
            }
            flaw = flaw == null ? fetched.flaw() : flaw;
            status = write(status, fetched, flaw, anyNew, now);
            anyNew = now.equals(status.lastNew()) || anyNew;
            if (!fetched.more() || !mayGoOn.getAsBoolean()) {
                return status;
            }
        }
    }

    private FetchResult fetch(@Nullable String position) throws InterruptedException {
        try {
            return source.fetch(position);
        } catch (RuntimeException e) {
            LOG.errorf(e, "source %s failed", source.name());
            return new FetchResult.Failed("a fault of our own: " + e);
        }
    }

    /**
     * Writes down a page. Whether it had anything new is known only then, so that the state is
     * written again if it was called fresh and is not.
     */
    private SourceStatus write(
            SourceStatus before,
            FetchResult.Fetched fetched,
            @Nullable String flaw,
            boolean anyNew,
            Instant now) {
        SourceStatus fresh = answered(before, fetched, flaw, now, true);
        Taken taken = log.record(fresh, fetched.items(), now);
        boolean isNew = taken.added() + taken.changed() + taken.readings() > 0;
        if (isNew || anyNew) {
            return fresh;
        }
        SourceStatus quiet = answered(before, fetched, flaw, now, false);
        log.record(quiet, List.of(), now);
        return quiet;
    }

    private SourceStatus answered(
            SourceStatus before,
            FetchResult.Fetched fetched,
            @Nullable String flaw,
            Instant now,
            boolean isNew) {
        boolean stale =
                !isNew
                        && before.lastNew() != null
                        && before.lastNew().plus(source.staleAfter()).isBefore(now);
        SourceState state =
                flaw != null
                        ? SourceState.PARTIAL
                        : isNew ? SourceState.FRESH : stale ? SourceState.STALE : SourceState.QUIET;
        return planned(
                new SourceStatus(
                        source.name(),
                        state,
                        fetched.position(),
                        now,
                        flaw == null && !fetched.more() ? now : before.lastSuccess(),
                        isNew ? now : before.lastNew(),
                        null,
                        0,
                        flaw),
                fetched,
                now);
    }

    /** The run ends without a page: turned away, no answer, or nothing today. */
    private SourceStatus end(SourceStatus before, FetchResult result, Instant now) {
        SourceStatus status =
                switch (result) {
                    case FetchResult.Holiday(String position, String reason) ->
                            new SourceStatus(
                                    source.name(),
                                    SourceState.HOLIDAY,
                                    position,
                                    now,
                                    now,
                                    before.lastNew(),
                                    null,
                                    0,
                                    reason);
                    case FetchResult.Refused(_, String reason) ->
                            failed(before, SourceState.REFUSED, reason, now);
                    case FetchResult.Failed(String reason) ->
                            failed(before, SourceState.FAILED, reason, now);
                    case FetchResult.Fetched _ ->
                            throw new IllegalStateException("a page is written, not ended with");
                };
        SourceStatus planned = planned(status, result, now);
        if (planned.failures() > 0 && before.failures() == 0) {
            LOG.warnf("source %s: %s", source.name(), planned.message());
        }
        log.record(planned, List.of(), now);
        return planned;
    }

    private SourceStatus failed(
            SourceStatus before, SourceState state, String reason, Instant now) {
        return new SourceStatus(
                source.name(),
                state,
                before.position(),
                now,
                before.lastSuccess(),
                before.lastNew(),
                null,
                before.failures() + 1,
                reason);
    }

    private SourceStatus planned(SourceStatus status, FetchResult result, Instant now) {
        return new SourceStatus(
                status.source(),
                status.state(),
                status.position(),
                status.lastRun(),
                status.lastSuccess(),
                status.lastNew(),
                source.nextRun(status, result, now),
                status.failures(),
                status.message());
    }
}
