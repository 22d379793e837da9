package org.papertide.notify.returned;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.papertide.notify.subscription.HashedAddress;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.notify.suppression.AddressHashes;
import org.papertide.notify.suppression.Suppressed;
import org.papertide.notify.suppression.Suppressions;
import org.papertide.platform.database.Database;

/**
 * The list of suppressed addresses: looked up, changed, and carried from and to other mailers.
 *
 * <p>A list may have any number of lines. It is read line by line, and taken in batches, each in a
 * transaction of its own: what was taken before a list breaks off stays, and the same list again
 * changes nothing.
 */
@Singleton
public final class SuppressionList {

    /** Longest line of a list, in characters. */
    static final int MAX_LINE = 4_000;

    /** Most errors that are listed one by one. */
    static final int MAX_ERRORS = 100;

    /** Most lines of one reason; replies of servers have a few. */
    private static final int MOST_LINES_OF_ONE = 20;

    private static final int BATCH = 1_000;
    private static final String BY_OPERATOR = "suppressed by the operator";
    private static final String IMPORTED = "imported";

    private final Database database;
    private final AddressHashes hashes;
    private final Clock clock;

    public SuppressionList(Database database, AddressHashes hashes, Clock clock) {
        this.database = database;
        this.hashes = hashes;
        this.clock = clock;
    }

    /** What a name that somebody gave turned out to be. */
    sealed interface Found {

        /** On the list. */
        record Listed(SuppressionEntry entry) implements Found {}

        /** Not on the list. */
        record NotListed() implements Found {}

        /** Not a name. */
        record Wrong(String reason) implements Found {}
    }

    /** Looks up an address, or its hash. */
    Found find(String name) {
        return database.inTransaction(session ->
                switch (SuppressedName.parse(name, hashes)) {
                    case SuppressedName.Wrong(String reason) -> new Found.Wrong(reason);
                    case SuppressedName known ->
                            entry(session, known.hash(hashes))
                                    .<Found>map(Found.Listed::new)
                                    .orElse(new Found.NotListed());
                });
    }

    /** Suppresses an address; one that is suppressed keeps its reason. */
    Found add(String name, Optional<String> reason) {
        Instant now = clock.instant();
        return database.inTransaction(session ->
                switch (SuppressedName.parse(name, hashes)) {
                    case SuppressedName.Wrong(String why) -> new Found.Wrong(why);
                    case SuppressedName known -> {
                        String hash = known.hash(hashes);
                        Suppressions.suppress(
                                session,
                                hash,
                                Objects.requireNonNullElse(
                                        new SuppressionLine(name, reason.orElse(null), null)
                                                .reason(),
                                        BY_OPERATOR),
                                now);
                        yield new Found.Listed(entry(session, hash).orElseThrow());
                    }
                });
    }

    /** Takes an address from the list; its failures so far no longer count. */
    Found remove(String name) {
        return database.inTransaction(session ->
                switch (SuppressedName.parse(name, hashes)) {
                    case SuppressedName.Wrong(String reason) -> new Found.Wrong(reason);
                    case SuppressedName known -> {
                        String hash = known.hash(hashes);
                        Optional<SuppressionEntry> entry = entry(session, hash);
                        boolean _ = Suppressions.lift(session, hash);
                        yield entry.<Found>map(Found.Listed::new).orElse(new Found.NotListed());
                    }
                });
    }

    /** The first entries after a hash. */
    SuppressionPage page(String after, int atMost) {
        List<SuppressionEntry> entries =
                database.inTransaction(session ->
                        entries(session, Suppressions.after(session, after, atMost + 1)));
        boolean more = entries.size() > atMost;
        List<SuppressionEntry> shown = more ? entries.subList(0, atMost) : entries;
        return new SuppressionPage(shown, more ? shown.getLast().addressHash() : null);
    }

    /** Writes the whole list. */
    void write(SuppressionListFormat format, OutputStream out) throws IOException {
        out.write(format.header().getBytes(StandardCharsets.UTF_8));
        String after = "";
        SuppressionPage page;
        do {
            page = page(after, BATCH);
            StringBuilder lines = new StringBuilder();
            page.suppressions().forEach(entry -> lines.append(format.line(entry)));
            out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
            after = page.next();
        } while (after != null);
    }

    /**
     * Takes a list: what can be read of it is suppressed, the rest is reported by line.
     *
     * @throws IOException if it breaks off; the lines before that are suppressed, up to one whose
     *     quotes were still open
     */
    SuppressionImport read(SuppressionListFormat format, InputStream text) throws IOException {
        return new ListImport(format.reader()).all(new BoundedLines(text, MAX_LINE));
    }

    private Optional<SuppressionEntry> entry(StatelessSession session, String hash) {
        List<Suppressed> found = Suppressions.find(session, hash).stream().toList();
        return entries(session, found).stream().findFirst();
    }

    private static List<SuppressionEntry> entries(
            StatelessSession session, List<Suppressed> suppressed) {
        String[] known = suppressed.stream().map(Suppressed::addressHash).toArray(String[]::new);
        Map<String, String> addresses =
                new SubscriptionRepository_(session)
                        .addresses(known).stream()
                                .collect(
                                        Collectors.toMap(
                                                HashedAddress::addressHash,
                                                HashedAddress::address));
        return suppressed.stream()
                .map(each ->
                        new SuppressionEntry(
                                each.addressHash(),
                                addresses.get(each.addressHash()),
                                each.reason(),
                                each.at()))
                .toList();
    }

    /** A list on its way into the table. */
    private final class ListImport {

        private final SuppressionListFormat.LineReader reader;
        private final Map<Long, SuppressionLine> batch = new LinkedHashMap<>();
        private final List<SuppressionImport.LineError> errors = new ArrayList<>();
        private long lines;
        private long suppressed;
        private long known;
        private long wrong;

        ListImport(SuppressionListFormat.LineReader reader) {
            this.reader = reader;
        }

        SuppressionImport all(BoundedLines text) throws IOException {
            try {
                takeAll(text);
            } catch (IOException | RuntimeException e) {
                writeAfter(e);
                throw e;
            }
            write();
            errors.sort(Comparator.comparingLong(SuppressionImport.LineError::line));
            return new SuppressionImport(lines, suppressed, known, wrong, errors);
        }

        /** Who stands on a list that breaks off is not mailed to, either. */
        private void writeAfter(Exception broken) {
            try {
                write();
            } catch (RuntimeException e) {
                broken.addSuppressed(e);
            }
        }

        private void takeAll(BoundedLines text) throws IOException {
            String line = text.next();
            for (long number = 1; line != null; number++) {
                int further = takeQuoted(number, line, text);
                if (further == 0) {
                    take(number, line);
                }
                for (int i = 0; i < further; i++) {
                    text.next();
                }
                number += further;
                if (batch.size() == BATCH) {
                    write();
                }
                line = text.next();
            }
        }

        /**
         * Takes a line with those behind it, where a field goes on in them within its quotes: else
         * they would be read as lines, and whoever wrote the reason could suppress others.
         *
         * @return how many lines behind it were taken; 0 if it has to be taken by itself
         */
        private int takeQuoted(long number, String line, BoundedLines text) throws IOException {
            if (!reader.isOpen(line)) {
                return 0;
            }
            StringBuilder record = new StringBuilder(line);
            int further = 0;
            for (String next : text.ahead(MOST_LINES_OF_ONE)) {
                record.append('\n').append(next);
                further++;
                if (record.length() > MAX_LINE) {
                    return 0;
                }
                if (reader.isOpen(next)) {
                    Optional<SuppressionLine> read = quoted(record.toString());
                    read.ifPresent(whole -> add(number, whole));
                    return read.isPresent() ? further : 0;
                }
            }
            return 0;
        }

        /** Only a reason goes on in another line. */
        private Optional<SuppressionLine> quoted(String record) {
            try {
                return reader.read(record).filter(read -> read.name().indexOf('\n') < 0);
            } catch (UnreadableLineException _) {
                return Optional.empty();
            }
        }

        private void take(long number, String line) {
            if (line.isBlank()) {
                return;
            }
            try {
                if (line.length() > MAX_LINE) {
                    throw new UnreadableLineException(
                            "The line has more than %d characters.".formatted(MAX_LINE));
                }
                reader.read(line).ifPresent(read -> add(number, read));
            } catch (UnreadableLineException e) {
                lines++;
                refuse(number, String.valueOf(e.getMessage()));
            }
        }

        private void add(long number, SuppressionLine line) {
            lines++;
            batch.put(number, line);
            if (line.unread() != null) {
                remark(number, line.unread());
            }
        }

        private void refuse(long number, String reason) {
            wrong++;
            remark(number, reason);
        }

        private void remark(long number, String reason) {
            if (errors.size() < MAX_ERRORS) {
                errors.add(new SuppressionImport.LineError(number, reason));
            }
        }

        private void write() {
            Instant now = clock.instant();
            // Given away first: a batch that fails is not written a second time at the end.
            Map<Long, SuppressionLine> taken = new LinkedHashMap<>(batch);
            batch.clear();
            int added = database.inTransaction(session -> write(session, taken, now));
            suppressed += added;
            known -= added;
        }

        private int write(StatelessSession session, Map<Long, SuppressionLine> taken, Instant now) {
            // In one order: two imports of the same addresses would wait for each other.
            Map<String, Suppressed> rows = new TreeMap<>();
            taken.forEach((number, line) -> {
                switch (SuppressedName.parse(line.name(), hashes)) {
                    case SuppressedName.Wrong(String reason) -> refuse(number, reason);
                    case SuppressedName name -> {
                        known++;
                        String hash = name.hash(hashes);
                        rows.putIfAbsent(hash, row(hash, line, now));
                    }
                }
            });
            return rows.isEmpty()
                    ? 0
                    : Suppressions.suppressAll(session, List.copyOf(rows.values()));
        }

        private static Suppressed row(String hash, SuppressionLine line, Instant now) {
            Instant at = line.at() == null || line.at().isAfter(now) ? now : line.at();
            return new Suppressed(hash, line.reason() == null ? IMPORTED : line.reason(), at);
        }
    }
}
