package org.papertide.ingest.polling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.papertide.ingest.PlainDatabase;
import org.papertide.ingest.source.SourceState;
import org.papertide.ingest.source.SourceStatus;
import org.papertide.testing.TestStack;

/** Each statement of the repositories, on a database of its own. */
class PollingRepositoriesIT {

    private static final Instant AT = Instant.parse("2025-12-04T08:00:00Z");

    private final PlainDatabase database =
            new PlainDatabase(
                    TestStack.get().newDatabase("polling"),
                    List.of(SourceRow.class, LeaseRow.class));

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void findsAndLocksASource() {
        SourceStatus status =
                new SourceStatus("one", SourceState.STALE, "p", AT, null, AT, AT, 3, "odd");
        IngestCounts total = new IngestCounts(1, 2, 3, 4, 5);
        assertThat(find("one")).isEmpty();
        database.inTransaction(session -> session.insert(new SourceRow(status, total)));
        assertThat(find("one")).contains(new SourceLog.Entry(status, total));
        Optional<SourceLog.Entry> locked =
                database.inTransaction(session ->
                        new SourceRepository_(session).lock("one").map(SourceRow::entry));
        assertThat(locked).contains(new SourceLog.Entry(status, total));
    }

    @Test
    void givesALeaseToOneHolderAtATime() {
        assertThat(acquire("me", AT)).contains(AT);
        assertThat(acquire("me", AT.plusSeconds(1))).contains(AT);
        assertThat(acquire("other", AT.plusSeconds(2))).isEmpty();
        assertThat(release("other")).isZero();
        assertThat(release("me")).isEqualTo(1);
        assertThat(acquire("other", AT.plusSeconds(2))).contains(AT.plusSeconds(5));
        assertThat(acquire("me", AT.plusSeconds(63))).contains(AT.plusSeconds(5));
    }

    @Test
    void takesTheLeaseOfAClockThatWasAhead() {
        assertThat(acquire("ahead", AT.plusSeconds(540))).isPresent();
        assertThat(acquire("me", AT.plusSeconds(1))).isEmpty();
        assertThat(acquire("me", AT)).isPresent();
    }

    private Optional<SourceLog.Entry> find(String name) {
        return database.inTransaction(
                session -> new SourceRepository_(session).find(name).map(SourceRow::entry));
    }

    private Optional<Instant> acquire(String holder, Instant now) {
        return database.inTransaction(session ->
                new LeaseRepository_(session)
                        .acquire("host", holder, now.plusSeconds(60), now, now.plusSeconds(600))
                        .map(LeaseRow::nextRequest));
    }

    private int release(String holder) {
        return database.inTransaction(session ->
                new LeaseRepository_(session).release("host", holder, AT.plusSeconds(5)));
    }
}
