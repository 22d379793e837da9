package org.papertide.notify.message;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.papertide.events.Window;

/**
 * The content of a digest; no paper is in two lists, and at least one list has a paper.
 *
 * @param kind how often it comes, or why
 * @param asOf the instant for which the digest was made
 * @param zone the readers' timezone, for the dates shown
 * @param rising what gains most from now on, best first
 * @param top the highest of the day, or of the week; best first
 * @param late listed before, but read only after the digest of that time; best first
 * @param leftOver of which the reader had no alert
 */
public record DigestContent(
        Kind kind,
        Instant asOf,
        ZoneId zone,
        List<Place> rising,
        List<Place> top,
        List<Place> late,
        LeftOver leftOver) {

    /** How often the digest comes. */
    public enum Kind {
        DAILY(Window.DAY),
        WEEKLY(Window.WEEK),
        /** To a reader of alerts, with what was too much for one day. */
        REST_OF_ALERTS(Window.DAY);

        private final Window window;

        Kind(Window window) {
            this.window = window;
        }

        /** How far back its papers go. */
        public Window window() {
            return window;
        }
    }

    /**
     * A paper in its place.
     *
     * @param rank its true rank, from 1; ranks are missing where a paper is in the other list, or
     *     was mailed before
     * @param otherRank its rank in the other list's order; 0 if it has none
     * @param paper with its value in this order as its score
     */
    public record Place(int rank, int otherRank, PaperLine paper) {}

    /**
     * Papers that took off when a reader had had as many alerts as come in a day.
     *
     * @param papers best first, numbered in that order; the ranks are those in {@code rising} and
     *     in {@code top}, where the paper is missed there
     * @param leftOut more of them than a digest takes; their ranks are missing as well
     */
    public record LeftOver(List<Place> papers, List<Place> leftOut) {

        /** Nothing is left over. */
        public static final LeftOver NONE = new LeftOver(List.of(), List.of());

        public LeftOver {
            papers = List.copyOf(papers);
            leftOut = List.copyOf(leftOut);
        }
    }

    /** Nothing is left over. */
    public DigestContent(
            Kind kind,
            Instant asOf,
            ZoneId zone,
            List<Place> rising,
            List<Place> top,
            List<Place> late) {
        this(kind, asOf, zone, rising, top, late, LeftOver.NONE);
    }

    /** Nothing was read late, and nothing is left over. */
    public DigestContent(
            Kind kind, Instant asOf, ZoneId zone, List<Place> rising, List<Place> top) {
        this(kind, asOf, zone, rising, top, List.of());
    }

    public DigestContent {
        rising = List.copyOf(rising);
        top = List.copyOf(top);
        late = List.copyOf(late);
        if (rising.isEmpty() && top.isEmpty() && late.isEmpty() && leftOver.papers().isEmpty()) {
            throw new IllegalArgumentException(
                    "rising, top, late, leftOver: a digest without papers is not sent");
        }
    }

    /** All papers, in the order shown. */
    public List<Place> all() {
        return Stream.of(leftOver.papers(), rising, top, late).flatMap(List::stream).toList();
    }

    /** The papers in their places where none is left out, and none is in the other order. */
    public static List<Place> places(List<PaperLine> papers) {
        List<Place> places = new ArrayList<>();
        papers.forEach(paper -> places.add(new Place(places.size() + 1, 0, paper)));
        return places;
    }
}
