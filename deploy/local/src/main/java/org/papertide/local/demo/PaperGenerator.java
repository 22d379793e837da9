package org.papertide.local.demo;

import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.papertide.local.demo.SimulatedPaper.Engagement;
import org.papertide.local.demo.SimulatedPaper.Organisation;
import org.papertide.local.demo.SimulatedPaper.Text;
import org.papertide.local.demo.SimulatedPaper.Times;

/** Writes papers: the same seed and id give the same paper but for its times and interest. */
final class PaperGenerator {

    /** An account that belongs to nobody here; the address explains itself. */
    private static final String REPOSITORY_OWNER = "papertide-demo";

    private static final List<Organisation> ORGANISATIONS =
            Vocabulary.read("organisations.txt").list("").stream()
                    .map(line -> line.split(": ", 2))
                    .map(parts -> new Organisation(parts[0], parts[1]))
                    .toList();

    /** Papers of about an hour: each poll asks for most of them again. */
    private static final int KEPT_PRINTS = 1_500;

    private final long seed;

    /** What was written last. To be used under its own lock. */
    private final Map<String, Print> prints =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Print> eldest) {
                    return size() > KEPT_PRINTS;
                }
            };

    /** What a paper's number decides. */
    private record Print(Field field, Text text, Engagement engagement) {}

    PaperGenerator(long seed) {
        this.seed = seed;
    }

    /** The random generator for one property of one paper. */
    SplittableRandom chance(YearMonth month, int number, int respect) {
        long id = (month.getYear() * 12L + month.getMonthValue()) * 100_000 + number;
        return new SplittableRandom(mixed(seed) ^ mixed(id * 16 + respect));
    }

    SimulatedPaper paper(YearMonth month, int number, Times times, List<VoteCurve> interest) {
        String id = ArxivIds.id(month, number);
        Print print;
        synchronized (prints) {
            print = prints.computeIfAbsent(id, _ -> print(month, number));
        }
        return new SimulatedPaper(
                number, id, print.field(), print.text(), times, print.engagement(), interest);
    }

    private Print print(YearMonth month, int number) {
        SplittableRandom random = chance(month, number, 0);
        Field field =
                ArxivIds.breaksOut(number)
                        ? Field.ofTurn(ArxivIds.turn(number))
                        : Field.random(random);
        Text text = text(field, random);
        return new Print(field, text, engagement(text, random));
    }

    private static Text text(Field field, SplittableRandom random) {
        TextGenerator generator = new TextGenerator(field.vocabulary(), random);
        return new Text(
                generator.name(),
                generator.title(),
                generator.abstractText(),
                generator.keywords(),
                People.authors(random),
                Arrays.asList(generator.pick("categories").split(" ", -1)));
    }

    /** Presence of organisation (65 in 100) and code (54 in 100) as counted on the real list. */
    private static Engagement engagement(Text text, SplittableRandom random) {
        boolean code = random.nextInt(100) < 54;
        return new Engagement(
                random.nextInt(100) < 65
                        ? ORGANISATIONS.get(random.nextInt(ORGANISATIONS.size()))
                        : null,
                code ? REPOSITORY_OWNER + "/" + slug(text.name()) : null,
                code ? (long) Math.min(900, Math.exp(2.6 + 1.3 * random.nextGaussian())) : 0,
                People.someone(random),
                (long) Math.min(4_000, Math.exp(2.5 + 1.4 * random.nextGaussian())),
                random.nextInt(100) < 30);
    }

    /** Several things in the order of chance. */
    static <T> List<T> shuffled(List<T> things, SplittableRandom random) {
        List<T> left = new ArrayList<>(things);
        List<T> shuffled = new ArrayList<>(things.size());
        while (!left.isEmpty()) {
            shuffled.add(left.remove(random.nextInt(left.size())));
        }
        return shuffled;
    }

    /** Between two instants. */
    static Instant between(Instant from, Instant to, SplittableRandom random) {
        long span = to.toEpochMilli() - from.toEpochMilli();
        return from.plusMillis((long) (span * random.nextDouble()));
    }

    private static String slug(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The finaliser of MurmurHash3: neighbouring ids must not have neighbouring chances. */
    private static long mixed(long value) {
        long z = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
        z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return z ^ (z >>> 33);
    }
}
