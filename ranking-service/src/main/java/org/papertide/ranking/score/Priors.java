package org.papertide.ranking.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was learnt from recorded histories: the constants of {@link TrendScore}, versioned data and
 * not code. The file is {@code priors/priors-1.json} among the service's resources; it is made by
 * {@code ./papertide backtest --learn}.
 *
 * @param format version of this record's shape: {@value #FORMAT}
 * @param version raised with each change of the numbers
 * @param learntFrom in words: which data, which period
 * @param typical how a typical paper's count grows
 * @param gainHours the span that a gain must have at least
 * @param fadeHours in so many hours without a reading the expectation falls to 1/e
 * @param rising the forecast behind the order {@code rising}: what comes from now on
 * @param top the forecast behind the order {@code top}: what a paper gets beyond its level
 * @param topShare how much of that forecast is added: it is a mean of what is very skewed
 * @param fields typical count of a category or archive, relative to all papers; absent means 1
 * @param metrics the known metrics, in terms of upvotes
 * @param combination exponent of the norm that joins the metrics' forecasts: 1 adds, infinity takes
 *     the largest
 * @param trust how far one source is believed on its own
 * @param breakout when a paper breaks out
 */
public record Priors(
        int format,
        int version,
        String learntFrom,
        Typical typical,
        double gainHours,
        double fadeHours,
        Terms rising,
        Terms top,
        double topShare,
        Map<String, Double> fields,
        Map<String, MetricScale> metrics,
        double combination,
        Trust trust,
        Breakouts breakout) {

    /** The shape that this code reads. */
    public static final int FORMAT = 1;

    private static final String RESOURCE = "/priors/priors-1.json";

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .build();
    private static final ObjectReader READER = MAPPER.readerFor(Priors.class);
    private static final ObjectWriter WRITER = MAPPER.writerWithDefaultPrettyPrinter();

    /**
     * The mean count at age {@code a} hours is {@code finalCount * a / (a + halfwayHours)}.
     *
     * @param finalCount upvotes
     * @param halfwayHours age at which half of it is reached
     */
    public record Typical(double finalCount, double halfwayHours) {
        public Typical {
            positive("typical.finalCount", finalCount);
            positive("typical.halfwayHours", halfwayHours);
        }
    }

    /**
     * How the last reading tells the logarithm of the further gain.
     *
     * @param base constant
     * @param level weight of the level against the typical level of that age, both with 1 added, in
     *     logarithms; 0 or more
     * @param age weight of the logarithm of (age + {@code typical.halfwayHours})
     * @param gain weight of the last gain against the typical gain of that age and span, likewise;
     *     0 or more. An unknown gain counts as typical
     * @param submitterFollowers of whoever put the paper on its list
     * @param authors number of authors
     * @param authorParticipating 1 if an author takes part in the discussion, 0 if not
     * @param support weight of what the paper's other metrics add; 0 or more
     */
    public record Terms(
            double base,
            double level,
            double age,
            double gain,
            Effect submitterFollowers,
            Effect authors,
            Effect authorParticipating,
            double support) {
        public Terms {
            finite("terms.base", base);
            notNegative("terms.level", level);
            finite("terms.age", age);
            notNegative("terms.gain", gain);
            notNegative("terms.support", support);
        }

        /** The forecast at level and gain 0, as a part of that at these: ln(1 + each). */
        double quiet(double logLevel, double logGain) {
            return Math.exp(-level * logLevel - gain * logGain);
        }

        /** The logarithm of the further gain, in upvote-equivalents. */
        double log(Features x) {
            return base
                    + level * x.logLevel()
                    - age * x.logAge()
                    + gain * x.logGain()
                    + submitterFollowers.of(x.logFollowers())
                    + authors.of(x.logAuthors())
                    + authorParticipating.of(x.participating())
                    + support * x.support();
        }
    }

    /**
     * The effect of what may be unknown: {@code slope * (x - centre)}, 0 if unknown.
     *
     * @param slope per unit
     * @param centre the mean of what is known
     */
    public record Effect(double slope, double centre) {
        public Effect {
            finite("effect.slope", slope);
            finite("effect.centre", centre);
        }

        /** Of {@code x}; NaN is unknown. */
        double of(double x) {
            return Double.isNaN(x) ? 0 : slope * (x - centre);
        }
    }

    /**
     * A metric's count {@code v} is worth {@code scale * v^exponent} upvotes.
     *
     * @param scale above 0
     * @param exponent above 0
     * @param support how the logarithm of its count bends the forecast from the other metrics
     */
    public record MetricScale(double scale, double exponent, Effect support) {
        public MetricScale {
            positive("metrics.scale", scale);
            positive("metrics.exponent", exponent);
        }

        double equivalents(long value) {
            return scale * (exponent == 1 ? (double) value : Math.pow((double) value, exponent));
        }

        double value(double equivalents) {
            return exponent == 1
                    ? equivalents / scale
                    : Math.pow(equivalents / scale, 1 / exponent);
        }
    }

    /**
     * Ceilings for what one source says alone, as multiples of what is typical.
     *
     * @param level a level above is counted as this
     * @param gain a gain above is counted as this
     * @param notable a level above it that no second source confirms is noted in the reasons
     */
    public record Trust(double level, double gain, double notable) {
        public Trust {
            positive("trust.level", level);
            positive("trust.gain", gain);
            positive("trust.notable", notable);
        }
    }

    /**
     * When a paper breaks out.
     *
     * @param bar final count that 2 in 100 papers reach, in upvote-equivalents
     * @param nextLevel each further level's bar is so many times the one before
     * @param deviation standard deviation of ln(gain to come / gain expected)
     * @param enter probability of reaching the bar from which a young paper breaks out
     * @param settledHours age from which a paper is young no more: its first day is over, what it
     *     has is most of what it gets
     * @param enterSettled as {@code enter}, from then on
     * @param leave probability below which it has calmed down
     * @param cooldownHours no further level is told within so many hours
     */
    public record Breakouts(
            double bar,
            double nextLevel,
            double deviation,
            double enter,
            double settledHours,
            double enterSettled,
            double leave,
            double cooldownHours) {
        public Breakouts {
            positive("breakout.bar", bar);
            positive("breakout.nextLevel", nextLevel - 1);
            positive("breakout.deviation", deviation);
            probability("breakout.enter", enter);
            positive("breakout.settledHours", settledHours);
            probability("breakout.enterSettled", enterSettled);
            probability("breakout.leave", leave);
            notNegative("breakout.cooldownHours", cooldownHours);
        }

        /** Each change of the bar and nothing else. */
        Breakouts withBar(double newBar) {
            return new Breakouts(
                    newBar,
                    nextLevel,
                    deviation,
                    enter,
                    settledHours,
                    enterSettled,
                    leave,
                    cooldownHours);
        }
    }

    public Priors {
        if (format != FORMAT) {
            throw new IllegalArgumentException(
                    "format: " + format + ", but this version reads " + FORMAT);
        }
        if (version < 1) {
            throw new IllegalArgumentException("version: below 1");
        }
        positive("gainHours", gainHours);
        positive("fadeHours", fadeHours);
        notNegative("topShare", topShare);
        positive("combination", combination);
        fields = Map.copyOf(fields);
        metrics = Map.copyOf(metrics);
        fields.forEach((field, size) -> positive("fields." + field, size));
    }

    /**
     * The priors that this version ships.
     *
     * @throws UnreadablePriorsException if the resource is missing or unreadable
     */
    public static Priors shipped() {
        try (InputStream in = Priors.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new UnreadablePriorsException("priors: missing resource " + RESOURCE, null);
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UnreadablePriorsException("priors: cannot read " + RESOURCE, e);
        }
    }

    /**
     * Priors from their JSON.
     *
     * @throws UnreadablePriorsException if it is truncated, malformed, incomplete or of another
     *     format; the message says which
     */
    public static Priors parse(String json) {
        try {
            return READER.readValue(json);
        } catch (JsonProcessingException e) {
            String reason =
                    e.getCause() instanceof IllegalArgumentException bad
                            ? bad.getMessage()
                            : e.getOriginalMessage();
            String line = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
            throw new UnreadablePriorsException("priors" + line + ": " + reason, e);
        }
    }

    /** As JSON, fields in a fixed order. */
    public String toJson() {
        try {
            return WRITER.writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("priors: not writable", e);
        }
    }

    /**
     * Typical size of the category's papers' counts, relative to all: its own, its archive's, 1.
     */
    double fieldSize(@Nullable String category) {
        if (category == null || fields.isEmpty()) {
            return 1;
        }
        Double size = fields.get(category);
        int dot = category.indexOf('.');
        if (size == null && dot > 0) {
            size = fields.get(category.substring(0, dot));
        }
        return size == null ? 1 : size;
    }

    private static void finite(String field, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(field + ": not a finite number");
        }
    }

    private static void positive(String field, double value) {
        if (!(value > 0) || !Double.isFinite(value)) {
            throw new IllegalArgumentException(field + ": not above 0");
        }
    }

    private static void notNegative(String field, double value) {
        if (!(value >= 0) || !Double.isFinite(value)) {
            throw new IllegalArgumentException(field + ": below 0");
        }
    }

    private static void probability(String field, double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException(field + ": not between 0 and 1");
        }
    }
}
