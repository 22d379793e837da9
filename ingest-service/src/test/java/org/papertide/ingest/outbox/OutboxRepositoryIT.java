package org.papertide.ingest.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.papertide.events.Topic;
import org.papertide.ingest.PlainDatabase;
import org.papertide.testing.TestStack;

/** Each statement of the repository, on a database of its own. */
class OutboxRepositoryIT {

    private static final Instant AT = Instant.parse("2025-12-04T08:00:00Z");

    private final PlainDatabase database =
            new PlainDatabase(TestStack.get().newDatabase("outbox"), List.of(OutboxRow.class));

    private final StatelessSession session = database.begin();
    private final OutboxRepository outbox = new OutboxRepository_(session);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void givesIdsInTheOrderOfTheRecords() {
        List<OutboxRecord> records =
                IntStream.range(0, 500)
                        .mapToObj(i -> record("k" + i % 7, "value " + i, AT.plusSeconds(i)))
                        .toList();
        new Outbox(() -> {}).add(session, records);
        List<PendingRecord> waiting = next(0, 1_000);
        assertThat(waiting).extracting(PendingRecord::message).isEqualTo(records);
        assertThat(next(waiting.get(9).id(), 3)).isEqualTo(waiting.subList(10, 13));
    }

    @Test
    void deletesAndCountsWhatWaits() {
        assertThat(outbox.count()).isZero();
        assertThat(outbox.findFirst()).isEmpty();
        new Outbox(() -> {})
                .add(session, List.of(record("a", "1", AT), record("a", "2", AT.plusMillis(1))));
        assertThat(oldest()).isEqualTo(AT);
        Long first = next(0, 1).getFirst().id();
        assertThat(outbox.delete(new Long[] {first})).isEqualTo(1);
        assertThat(outbox.count()).isEqualTo(1);
        assertThat(oldest()).isEqualTo(AT.plusMillis(1));
    }

    @Test
    void locksForOneTransactionAtATime() {
        OutboxRepository others = new OutboxRepository_(database.begin());
        assertThat(outbox.tryLock(5)).isTrue();
        assertThat(others.tryLock(5)).isFalse();
        session.getTransaction().commit();
        assertThat(others.tryLock(5)).isTrue();
    }

    private Instant oldest() {
        return outbox.findFirst().orElseThrow().pending().message().createdAt();
    }

    private List<PendingRecord> next(long after, int limit) {
        return outbox.next(after, limit).stream().map(OutboxRow::pending).toList();
    }

    private static OutboxRecord record(String key, String value, Instant at) {
        return new OutboxRecord(Topic.PAPERS, key, "{\"a\": \"b\"}", value, at);
    }
}
