package org.papertide.local.demo;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.papertide.local.demo.SimulatedPaper.Times;

/**
 * The simulation: which papers exist at an instant and how many votes they have. A pure function of
 * the seed, the instant of going live and the time asked about; thread-safe.
 *
 * <p>Three sorts of paper. <em>Daily</em> ones make up the lists of the past week and go on at the
 * pace of the real Hugging Face: final counts are lognormal with median 11 and 2 in 100 above 107,
 * half of the votes come within 8 to 15 h (measured on its lists of April to December 2025).
 * <em>Live</em> ones come every 5 s from going live on and make a day's curve in minutes; each
 * fourth breaks out. <em>Rediscoveries</em> are a few daily papers of the last day, which suddenly
 * rise while the first visitor looks on.
 *
 * <p>A live paper claims a listing 8 to 12 h ago, the time that its compressed curve represents.
 * With a listing a minute ago the score would rightly distrust each of them as a sudden jump. Live
 * papers come at the very beginning of their slots, so that always as many leave the list as join
 * it: a list that shrinks would count as incomplete.
 */
final class Simulation {

    /** How long a live paper stays on the list; then it is quiet and left out. */
    static final Duration LIFE = Duration.ofMinutes(10);

    /** Breakouts stay longer. */
    static final Duration BREAKOUT_LIFE = Duration.ofMinutes(15);

    /** How long before Hugging Face arXiv has a live paper. */
    static final Duration ARXIV_AHEAD = Duration.ofSeconds(45);

    /** Days of the past that are there. */
    static final int PAST_DAYS = 7;

    private static final Duration REDISCOVERY_FIRST = Duration.ofSeconds(50);
    private static final Duration REDISCOVERY_EVERY = Duration.ofSeconds(100);
    private static final int REDISCOVERIES = 10;

    private static final int TIMES = 1;
    private static final int INTEREST = 2;

    private final PaperGenerator generator;
    private final Instant liveFrom;
    private final Map<String, VoteCurve> rediscoveries;

    Simulation(long seed, Instant liveFrom) {
        this.generator = new PaperGenerator(seed);
        this.liveFrom = liveFrom;
        this.rediscoveries = rediscoveries(new SplittableRandom(seed + liveFrom.getEpochSecond()));
    }

    /** When live papers begin to come. */
    Instant liveFrom() {
        return liveFrom;
    }

    /** Hugging Face's list of a day at an instant, most upvotes first. */
    List<SimulatedPaper> listedOn(LocalDate day, Instant now) {
        List<SimulatedPaper> papers = new ArrayList<>();
        for (int i = 0; i < papersOn(day); i++) {
            SimulatedPaper paper = daily(day, i);
            if (paper.isShown(now)) {
                papers.add(paper);
            }
        }
        // A past list stays as it was at the end of its day: real ones never shrink.
        Instant midnight = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant end = now.isBefore(midnight) ? now : midnight.minusMillis(1);
        for (SimulatedPaper paper : live(end.minus(BREAKOUT_LIFE), end)) {
            if (day.equals(date(paper.times().shown())) && paper.isShown(end)) {
                papers.add(paper);
            }
        }
        papers.sort(
                Comparator.comparingLong((SimulatedPaper paper) -> paper.upvotes(now))
                        .reversed()
                        .thenComparing(SimulatedPaper::id));
        return papers;
    }

    /**
     * What arXiv has announced, the newest submission first: of the past week, and of live papers
     * those of the last hour.
     */
    List<SimulatedPaper> announced(Instant now) {
        List<SimulatedPaper> papers =
                new ArrayList<>(live(now.minus(Duration.ofHours(1)), now.plus(ARXIV_AHEAD)));
        LocalDate tomorrow = date(now).plusDays(1);
        for (LocalDate day = tomorrow.minusDays(PAST_DAYS + 1);
                !day.isAfter(tomorrow);
                day = day.plusDays(1)) {
            papers.addAll(announcedFor(day));
        }
        papers.removeIf(paper -> paper.times().announced().isAfter(now));
        papers.sort(
                Comparator.comparing((SimulatedPaper paper) -> paper.times().submitted())
                        .thenComparing(SimulatedPaper::id)
                        .reversed());
        return papers;
    }

    /** The papers of a day's list, which arXiv announces on the day before. */
    List<SimulatedPaper> announcedFor(LocalDate day) {
        List<SimulatedPaper> papers = new ArrayList<>();
        for (int i = 0; i < papersOn(day); i++) {
            papers.add(daily(day, i));
        }
        return papers;
    }

    /** The paper with this arXiv id, versioned or not, if arXiv has announced it. */
    Optional<SimulatedPaper> find(String id, Instant now) {
        OptionalInt number = ArxivIds.number(id);
        if (number.isEmpty()) {
            return Optional.empty();
        }
        return at(number.getAsInt(), now)
                .filter(paper -> id.startsWith(paper.id()))
                .filter(paper -> !paper.times().announced().isAfter(now));
    }

    private Optional<SimulatedPaper> at(int number, Instant now) {
        if (number < ArxivIds.FIRST_DAILY) {
            long last = ArxivIds.slot(now.plus(ARXIV_AHEAD));
            return Optional.of(live(ArxivIds.newestSlot(number, last)));
        }
        int announcedOn = (number - ArxivIds.FIRST_DAILY) / ArxivIds.PER_DAY + 1;
        int index = (number - ArxivIds.FIRST_DAILY) % ArxivIds.PER_DAY;
        LocalDate today = date(now);
        for (int back = 0; back <= 31; back++) {
            LocalDate announced = today.minusDays(back);
            if (announced.getDayOfMonth() == announcedOn) {
                LocalDate day = announced.plusDays(1);
                return index < papersOn(day) ? Optional.of(daily(day, index)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** 50 to 70 papers, on a weekend half of that. */
    private int papersOn(LocalDate day) {
        int papers = 50 + generator.chance(YearMonth.from(day), day.getDayOfMonth(), 3).nextInt(21);
        boolean weekend =
                day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
        return weekend ? papers / 2 : papers;
    }

    private SimulatedPaper daily(LocalDate day, int index) {
        LocalDate announcedOn = day.minusDays(1);
        YearMonth month = YearMonth.from(announcedOn);
        int number = ArxivIds.daily(announcedOn, index);
        Times times = dailyTimes(day, generator.chance(month, number, TIMES));
        SplittableRandom random = generator.chance(month, number, INTEREST);
        double votes = Math.min(400, Math.exp(Math.log(11) + 1.12 * random.nextGaussian()));
        Duration half = Duration.ofMinutes(8 * 60 + random.nextInt(7 * 60));
        List<VoteCurve> interest = List.of(VoteCurve.steady(times.shown(), votes - 1, half));
        SimulatedPaper paper = generator.paper(month, number, times, interest);
        VoteCurve again = rediscoveries.get(paper.id());
        return again == null ? paper : paper.withInterest(again);
    }

    /** Listed mostly in the day's first hours: median 3 h after midnight UTC, most by 11 h. */
    private static Times dailyTimes(LocalDate day, SplittableRandom random) {
        Instant announcement = day.minusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant announced =
                PaperGenerator.between(
                        announcement, announcement.plus(Duration.ofHours(20)), random);
        Instant submitted =
                PaperGenerator.between(
                        announcement.minus(Duration.ofHours(44)),
                        announcement.minus(Duration.ofHours(14)),
                        random);
        double hours = Math.min(20, Math.exp(Math.log(3) + random.nextGaussian()));
        Instant listed =
                day.atStartOfDay(ZoneOffset.UTC).toInstant().plusMillis((long) (hours * 3_600_000));
        return new Times(submitted, announced, listed, listed, Instant.MAX);
    }

    /** The live papers that are shown between two instants. */
    private List<SimulatedPaper> live(Instant from, Instant to) {
        Instant begin = from.isBefore(liveFrom) ? liveFrom : from;
        List<SimulatedPaper> papers = new ArrayList<>();
        for (long slot = ArxivIds.slot(begin); slot <= ArxivIds.slot(to); slot++) {
            SimulatedPaper paper = live(slot);
            Instant shown = paper.times().shown();
            if (!shown.isBefore(begin) && !shown.isAfter(to)) {
                papers.add(paper);
            }
        }
        return papers;
    }

    private SimulatedPaper live(long slot) {
        int number = ArxivIds.live(slot);
        boolean breakout = ArxivIds.breaksOut(number);
        Instant begin = ArxivIds.begin(slot);
        YearMonth month = ArxivIds.month(begin.minus(ARXIV_AHEAD));
        SplittableRandom random = generator.chance(month, number, TIMES);
        Instant listed = begin.minus(Duration.ofSeconds(8 * 3_600 + random.nextInt(4 * 3_600)));
        Times times =
                new Times(
                        begin.minus(Duration.ofHours(13)),
                        begin.minus(ARXIV_AHEAD),
                        listed,
                        begin,
                        begin.plus(breakout ? BREAKOUT_LIFE : LIFE));
        VoteCurve curve = interest(begin, breakout, generator.chance(month, number, INTEREST));
        return generator.paper(month, number, times, List.of(curve));
    }

    /** A breakout ends at 112 to 400 votes, by a power law; others at 2 to 20, at most 28. */
    private static VoteCurve interest(Instant begin, boolean breakout, SplittableRandom random) {
        if (breakout) {
            double total = 112 * Math.pow(1 - random.nextDouble(), -1 / 6.0);
            return VoteCurve.breakout(begin, Math.min(400, total));
        }
        double total = Math.min(28, Math.exp(Math.log(6) + 0.8 * random.nextGaussian()));
        return VoteCurve.steady(begin, total, Duration.ofSeconds(70 + random.nextInt(110)));
    }

    /** Daily papers listed 5 to 30 h before going live, and when they rise. */
    private Map<String, VoteCurve> rediscoveries(SplittableRandom random) {
        List<String> candidates = new ArrayList<>();
        for (int back = 0; back <= 1; back++) {
            LocalDate day = date(liveFrom).minusDays(back);
            for (int i = 0; i < papersOn(day); i++) {
                LocalDate announcedOn = day.minusDays(1);
                YearMonth month = YearMonth.from(announcedOn);
                int number = ArxivIds.daily(announcedOn, i);
                Instant listed = dailyTimes(day, generator.chance(month, number, TIMES)).listed();
                double hours = Duration.between(listed, liveFrom).toMinutes() / 60.0;
                if (hours >= 5 && hours <= 30) {
                    candidates.add(ArxivIds.id(month, number));
                }
            }
        }
        Map<String, VoteCurve> curves = new HashMap<>();
        List<String> chosen = PaperGenerator.shuffled(candidates, random);
        for (int i = 0; i < Math.min(REDISCOVERIES, chosen.size()); i++) {
            Instant begin =
                    liveFrom.plus(REDISCOVERY_FIRST).plus(REDISCOVERY_EVERY.multipliedBy(i));
            curves.put(chosen.get(i), VoteCurve.breakout(begin, 100 + random.nextInt(40)));
        }
        return curves;
    }

    private static LocalDate date(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
