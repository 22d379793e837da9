package org.papertide.notify.edition;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.papertide.notify.PartialFake;
import org.papertide.notify.message.MailKind;

/** Editions in memory. */
public final class InMemoryEditions {

    /** An edition that a database would have numbered. */
    private static final class Numbered extends Edition {

        private final long number;
        private final boolean stopped;
        private final boolean known;
        private final boolean composed;

        Numbered(
                long number,
                MailKind kind,
                Instant plannedAt,
                Instant expiresAt,
                boolean stopped,
                boolean known,
                boolean composed) {
            super("edition " + number, kind, plannedAt, expiresAt);
            this.number = number;
            this.stopped = stopped;
            this.known = known;
            this.composed = composed;
        }

        @Override
        public Optional<MailKind> kind() {
            return super.kind().filter(_ -> known);
        }

        @Override
        public long id() {
            return number;
        }

        @Override
        public boolean isStopped() {
            return stopped;
        }

        @Override
        public boolean isComposed() {
            return composed;
        }

        Numbered stop() {
            return in(true, composed);
        }

        Numbered compose() {
            return in(stopped, true);
        }

        private Numbered in(boolean isStopped, boolean isComposed) {
            return new Numbered(
                    number,
                    MailKind.valueOf(kindName()),
                    plannedAt(),
                    expiresAt(),
                    isStopped,
                    known,
                    isComposed);
        }
    }

    private final List<Numbered> editions = new ArrayList<>();
    private final List<String> stops = new ArrayList<>();

    /** Adds one, and returns its id. */
    public synchronized long add(MailKind kind, Instant plannedAt, Instant expiresAt) {
        return add(kind, plannedAt, expiresAt, true, true);
    }

    /** Adds one whose kind only a later release knows, and returns its id. */
    public synchronized long addOfLaterRelease(Instant plannedAt, Instant expiresAt) {
        return add(MailKind.DAILY, plannedAt, expiresAt, false, true);
    }

    /** Adds one that gets further mails until it is composed. */
    public synchronized long addUncomposed(MailKind kind, Instant plannedAt, Instant expiresAt) {
        return add(kind, plannedAt, expiresAt, true, false);
    }

    /** No more mails follow. */
    public synchronized void compose(long id) {
        editions.replaceAll(edition -> edition.id() == id ? edition.compose() : edition);
    }

    private long add(
            MailKind kind, Instant plannedAt, Instant expiresAt, boolean known, boolean composed) {
        long id = 100L + editions.size();
        editions.add(new Numbered(id, kind, plannedAt, expiresAt, false, known, composed));
        return id;
    }

    /** Each edition that was stopped, and why. */
    public synchronized List<String> stops() {
        return List.copyOf(stops);
    }

    public EditionRepository repository() {
        return PartialFake.of(EditionRepository.class, this);
    }

    // ---- As in the repository

    synchronized List<Edition> findAll(Long[] ids) {
        return editions.stream()
                .filter(edition -> Arrays.asList(ids).contains(edition.id()))
                .map(Edition.class::cast)
                .toList();
    }

    synchronized List<Long> over(Instant now) {
        return editions.stream()
                .filter(edition -> !edition.expiresAt().isAfter(now))
                .map(Edition::id)
                .toList();
    }

    synchronized int stop(long id, Instant at, String reason) {
        Objects.requireNonNull(at);
        String prefix = id + " ";
        if (stops.stream().anyMatch(stop -> stop.startsWith(prefix))) {
            return 0;
        }
        stops.add(prefix + reason);
        editions.replaceAll(edition -> edition.id() == id ? edition.stop() : edition);
        return 1;
    }
}
