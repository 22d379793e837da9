package org.papertide.notify.edition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.papertide.notify.message.MailKind;
import org.papertide.platform.database.DatabaseUnavailableException;

class EditionByEditionTest {

    private static final Instant NOW = Instant.parse("2026-05-04T08:00:00Z");

    private final InMemoryEditions editions = new InMemoryEditions();
    private final long first = editions.add(MailKind.DAILY, NOW, NOW);
    private final long second = editions.add(MailKind.DAILY, NOW, NOW);
    private final long third = editions.add(MailKind.WEEKLY, NOW, NOW);
    private final List<Long> turns = new ArrayList<>();
    private final EditionByEdition work = new EditionByEdition("work");

    private void run(long failing, RuntimeException failure, Long... ids) {
        work.run(
                editions.repository().findAll(ids),
                edition -> {
                    turns.add(edition.id());
                    if (edition.id() == failing) {
                        throw failure;
                    }
                });
    }

    @Test
    void givesEachItsTurnThoughOneFails() {
        run(first, new IllegalArgumentException("no digest"), first, second, third);
        assertThat(turns).containsExactly(first, second, third);
        assertThat(work.failing()).isOne();
    }

    @Test
    void countsNoneThatWorksAgainOrIsGone() {
        run(first, new IllegalArgumentException("no digest"), first, second);
        run(second, new IllegalArgumentException("no digest"), first, second);
        assertThat(work.failing()).isOne();
        run(-1, new IllegalArgumentException("no digest"), third);
        assertThat(work.failing()).isZero();
    }

    @Test
    void saysThatTheDatabaseIsAwayAfterAllHadTheirTurn() {
        RuntimeException away = new DatabaseUnavailableException(new IllegalStateException("gone"));
        assertThatThrownBy(() -> run(first, away, first, second)).isSameAs(away);
        assertThat(turns).containsExactly(first, second);
        assertThat(work.failing()).as("one whose statements take too long is seen").isOne();
        run(-1, away, first, second);
        assertThat(work.failing()).isZero();
    }

    @Test
    void endsAtOnceWhereItIsInterrupted() {
        assertThatThrownBy(() -> run(first, new CancellationException(), first, second))
                .isInstanceOf(CancellationException.class);
        assertThat(turns).containsExactly(first);
    }
}
