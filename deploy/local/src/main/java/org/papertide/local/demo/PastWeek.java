package org.papertide.local.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * The week before going live, as a careful observer would have recorded it: each day's arXiv
 * announcement, and Hugging Face's list of the day six times, twice more on the next day and once
 * on the day after that; of older days three times and once more.
 */
final class PastWeek {

    /** Hours after the day's begin at which its list is read. */
    private static final List<Integer> HOURS = List.of(2, 6, 10, 14, 18, 22, 33, 45, 60);

    /** The same of days that are long past: the score looks at their last signals only. */
    private static final List<Integer> OLD_HOURS = List.of(6, 14, 22, 45);

    private static final int OLD_DAYS = 3;

    private final Simulation simulation;
    private final HuggingFaceJson json;

    PastWeek(Simulation simulation, HuggingFaceJson json) {
        this.simulation = simulation;
        this.json = json;
    }

    List<Snapshot> snapshots() {
        Instant last = simulation.liveFrom();
        LocalDate today = LocalDate.ofInstant(last, ZoneOffset.UTC);
        List<Snapshot> snapshots = new ArrayList<>();
        for (int back = Simulation.PAST_DAYS; back >= 0; back--) {
            LocalDate day = today.minusDays(back);
            Instant begin = day.atStartOfDay(ZoneOffset.UTC).toInstant();
            snapshots.add(announcement(day, begin));
            for (int hours : back < OLD_DAYS ? HOURS : OLD_HOURS) {
                Instant at = begin.plus(Duration.ofHours(hours));
                if (at.isBefore(last)) {
                    snapshots.add(list(day, at));
                }
            }
            if (back <= 1) {
                snapshots.add(list(day, last));
            }
        }
        snapshots.sort(Comparator.comparing(Snapshot::observedAt));
        return snapshots;
    }

    /** What arXiv announced on the day before, so that categories are known before any vote. */
    private Snapshot announcement(LocalDate day, Instant at) {
        List<SimulatedPaper> papers = simulation.announcedFor(day);
        return new Snapshot(
                at,
                "arXiv, " + day,
                packed(out ->
                        ArxivAtom.write(new ArxivAtom.Page(papers, papers.size(), 0), at, out)));
    }

    private Snapshot list(LocalDate day, Instant at) {
        List<SimulatedPaper> papers = simulation.listedOn(day, at);
        return new Snapshot(at, "Hugging Face, " + day, packed(out -> json.write(papers, at, out)));
    }

    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private static byte[] packed(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot pack a listing", e);
        }
        return bytes.toByteArray();
    }
}
