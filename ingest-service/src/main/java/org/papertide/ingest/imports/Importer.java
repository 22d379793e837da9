package org.papertide.ingest.imports;

import jakarta.inject.Singleton;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.papertide.ingest.catalogue.BatchResult;
import org.papertide.ingest.catalogue.Catalogue;
import org.papertide.ingest.source.Formats;
import org.papertide.ingest.source.Item;
import org.papertide.ingest.source.UnreadableListingException;
import org.papertide.ingest.source.UnreadableListingException.Flaw;
import org.papertide.platform.database.DatabaseUnavailableException;

/** Streams a listing into the catalogue. */
@Singleton
public final class Importer {

    /** Signals come with their papers: a batch has some per paper. */
    private static final int ITEMS_PER_RECORD = 5;

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Formats formats;
    private final Catalogue catalogue;
    private final Clock clock;
    private final ImportSettings settings;

    public Importer(Formats formats, Catalogue catalogue, Clock clock, ImportSettings settings) {
        this.formats = formats;
        this.catalogue = catalogue;
        this.clock = clock;
        this.settings = settings;
    }

    /** How an import ended; what the account says was taken is kept in every case. */
    public sealed interface Result {

        /** What became of the input, as far as it was read. */
        ImportAccount account();

        /** Read to its end. */
        record Complete(ImportAccount account) implements Result {}

        /** Unreadable from some place on. */
        record Unreadable(ImportAccount account, UnreadableListingException why)
                implements Result {}

        /** The input broke off: whoever sent it has gone, or sends no more. */
        record BrokenOff(ImportAccount account, UncheckedIOException why) implements Result {}

        /** The database went away, and stayed away. */
        record Interrupted(ImportAccount account) implements Result {}
    }

    /**
     * Imports a listing file. What was gathered is taken, however the input ends.
     *
     * @param observedAt when signals without a time of their own count as observed
     * @param progress receives the account so far after each batch
     */
    public Result take(InputStream in, Instant observedAt, Consumer<ImportAccount> progress) {
        ImportTotals tally = new ImportTotals(observedAt, settings.reasons());
        Batches batches = new Batches(tally, observedAt, progress);
        try {
            try {
                formats.parse(in, tally::recognised, batches::add);
            } catch (StackOverflowError e) {
                throw new UnreadableListingException(Flaw.HOSTILE, "nested too deep to be read", e);
            } finally {
                batches.flush();
            }
            return new Result.Complete(tally.account(true));
        } catch (UnreadableListingException e) {
            return new Result.Unreadable(tally.account(false), e);
        } catch (UncheckedIOException e) {
            return new Result.BrokenOff(tally.account(false), e);
        } catch (DatabaseUnavailableException _) {
            return new Result.Interrupted(tally.account(false));
        }
    }

    private BatchResult takePatiently(List<Item> items, Instant observedAt) {
        Instant deadline = clock.instant().plus(settings.databasePatience());
        while (true) {
            try {
                // Repeating a batch that was committed after all changes nothing.
                return catalogue.take(items, observedAt);
            } catch (DatabaseUnavailableException e) {
                if (clock.instant().isAfter(deadline) || !pause()) {
                    throw e;
                }
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(RETRY);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Gathers items to batches. */
    private final class Batches {

        private final ImportTotals tally;
        private final Instant observedAt;
        private final Consumer<ImportAccount> progress;
        private List<Item> items = new ArrayList<>();
        private int records;

        Batches(ImportTotals tally, Instant observedAt, Consumer<ImportAccount> progress) {
            this.tally = tally;
            this.observedAt = observedAt;
            this.progress = progress;
        }

        void add(Item item) {
            switch (item) {
                case Item.Listed _ -> {
                    if (records >= settings.batchSize()) {
                        flush();
                    }
                    records++;
                }
                case Item.Observed _, Item.Refused _, Item.RefusedSignal _, Item.LeftOut _ -> {
                    if (items.size() >= settings.batchSize() * ITEMS_PER_RECORD) {
                        flush();
                    }
                }
            }
            items.add(item);
        }

        void flush() {
            // Given away before it is taken: a batch that fails is not taken once more at the end.
            List<Item> batch = items;
            items = new ArrayList<>();
            records = 0;
            if (!batch.isEmpty()) {
                tally.add(takePatiently(batch, observedAt));
                progress.accept(tally.account(false));
            }
        }
    }
}
