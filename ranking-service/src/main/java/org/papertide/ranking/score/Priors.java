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
 * @param forecast how level and gain tell what comes
 * @param facts how what else is known bends the forecast
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
        Forecast forecast,
        FactEffects facts,
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
     * The terms of the logarithm of the further gain.
     *
     * @param base of a typical paper at its birth
     * @param age how it falls with age
     * @param level weight of the level, relative to the typical level of its age
     * @param gain weight of the last gain, relative to the typical gain of its age and span
     * @param gainHours the span that a gain must have at least
     * @param fadeHours in so many hours without a reading the expectation falls to 1/e
     * @param finalShare how much of the expected gain the order {@code top} adds to the level
     */
    public record Forecast(
            double base,
            double age,
            double level,
            double gain,
            double gainHours,
            double fadeHours,
            double finalShare) {
        public Forecast {
            finite("forecast.base", base);
            finite("forecast.age", age);
            notNegative("forecast.level", level);
            notNegative("forecast.gain", gain);
            positive("forecast.gainHours", gainHours);
            positive("forecast.fadeHours", fadeHours);
            notNegative("forecast.finalShare", finalShare);
        }
    }

    /** The effect of each fact on the logarithm of the further gain; one unknown has none. */
    public record FactEffects(
            Effect submitterFollowers, Effect authors, Effect authorParticipating) {}

    /**
     * {@code slope * (ln(1 + x) - centre)}.
     *
     * @param slope per unit of the logarithm
     * @param centre its mean
     */
    public record Effect(double slope, double centre) {
        public Effect {
            finite("effect.slope", slope);
            finite("effect.centre", centre);
        }

        double of(double x) {
            return slope * (Math.log1p(x) - centre);
        }
    }

    /**
     * A metric's count {@code v} is worth {@code scale * v^exponent} upvotes.
     *
     * @param scale above 0
     * @param exponent above 0
     */
    public record MetricScale(double scale, double exponent) {
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
     * @param deviation standard deviation of the logarithm of (final gain / expected gain)
     * @param enter probability from which a paper breaks out
     * @param leave probability below which it may do so again, at a higher level
     */
    public record Breakouts(double bar, double deviation, double enter, double leave) {
        public Breakouts {
            positive("breakout.bar", bar);
            positive("breakout.deviation", deviation);
            probability("breakout.enter", enter);
            probability("breakout.leave", leave);
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
            Throwable cause = e.getCause() instanceof IllegalArgumentException bad ? bad : e;
            throw new UnreadablePriorsException("priors: " + cause.getMessage(), e);
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
