package org.papertide.ranking.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Bounds;

/**
 * The constants of {@link TrendScore}, learnt from recorded histories: versioned data, not code.
 * The file is {@code priors/priors-2.json} among the service's resources; it is made by {@code
 * ./papertide backtest --learn}.
 *
 * @param format version of this record's shape: {@value #FORMAT}
 * @param version raised with each change of the numbers
 * @param learntFrom in words: which data, which period
 * @param gainHours the span that a gain must have at least
 * @param fields how large a category's or archive's counts are, relative to all; absent means 1
 * @param metrics the known metrics
 * @param combination exponent of the norm that joins the metrics' forecasts: 1 adds, infinity takes
 *     the largest
 * @param trust how far one source is believed on its own
 * @param breakout when a paper breaks out
 */
public record TrendModel(
        int format,
        int version,
        String learntFrom,
        double gainHours,
        Map<String, FieldSize> fields,
        Map<String, MetricModel> metrics,
        double combination,
        Trust trust,
        Breakouts breakout) {

    /** The shape that this code reads. */
    public static final int FORMAT = 2;

    private static final String RESOURCE = "/priors/priors-2.json";

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    // Names chosen to collide would make the tables of names slow.
                                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // 2.5 is no version 2, and "2" is no number.
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .build();
    private static final ObjectReader READER = MAPPER.readerFor(TrendModel.class);
    private static final ObjectWriter WRITER = MAPPER.writerWithDefaultPrettyPrinter();

    /**
     * How the counts of one metric come: points on Hacker News in hours, stars in weeks.
     *
     * @param learntFrom in words: which data, which period, or that it is assumed
     * @param rhythm when in the week
     * @param typical how a typical paper's count grows
     * @param fadeHours hours of attention in which the rate of growth falls to 1/e
     * @param rising the forecast behind the order {@code rising}: what comes from now on
     * @param top the forecast behind the order {@code top}: what comes beyond the level
     */
    public record Growth(
            String learntFrom,
            Rhythm rhythm,
            Typical typical,
            double fadeHours,
            Terms rising,
            Terms top) {
        public Growth {
            positive("growth.fadeHours", fadeHours);
        }
    }

    /**
     * The activity of the hours of a week (UTC), relative to the mean: {@code hours * weekdays}.
     *
     * @param hours 24 paces, the first is the hour after midnight; all above 0
     * @param weekdays 7 paces, the first is Monday's; all above 0
     */
    public record Rhythm(List<Double> hours, List<Double> weekdays) {
        public Rhythm {
            paces("rhythm.hours", hours, ActivityClock.HOURS_OF_DAY);
            paces("rhythm.weekdays", weekdays, ActivityClock.DAYS);
            hours = List.copyOf(hours);
            weekdays = List.copyOf(weekdays);
        }

        /** All hours alike. */
        public static Rhythm even() {
            return new Rhythm(
                    Collections.nCopies(ActivityClock.HOURS_OF_DAY, 1.0),
                    Collections.nCopies(ActivityClock.DAYS, 1.0));
        }

        /** Of an hour of the week, 0 to 167. */
        double pace(int hourOfWeek) {
            return hours.get(hourOfWeek % ActivityClock.HOURS_OF_DAY)
                    * weekdays.get(hourOfWeek / ActivityClock.HOURS_OF_DAY);
        }

        private static void paces(String field, List<Double> paces, int size) {
            if (paces.size() != size) {
                throw new IllegalArgumentException(field + ": not " + size + " numbers");
            }
            paces.forEach(pace -> positive(field, pace));
        }
    }

    /**
     * The typical count at age {@code a} is {@code start + growth * a / (a + halfwayHours)}.
     *
     * @param start the count when a list first has the paper: counters of stars are often older; 0
     *     means that the counter begins with the listing. That is set, not learnt: {@code
     *     trust.level} holds for such counters alone
     * @param growth what comes after it
     * @param halfwayHours age in hours of attention at which half of that has come
     */
    public record Typical(double start, double growth, double halfwayHours) {
        public Typical {
            notNegative("typical.start", start);
            positive("typical.growth", growth);
            positive("typical.halfwayHours", halfwayHours);
        }
    }

    /**
     * A field's typical counts.
     *
     * @param size relative to all papers, drawn towards 1 where few are known; above 0
     * @param papers how many it was learnt from
     */
    public record FieldSize(double size, long papers) {
        public FieldSize {
            positive("fields.size", size);
        }
    }

    /**
     * How the last signal predicts the logarithm of the further gain.
     *
     * @param base constant
     * @param level weight of the level against the typical level of that age, both with 1 added, in
     *     logarithms; 0 or more
     * @param age weight of the logarithm of (age + {@code typical.halfwayHours}), in hours of
     *     attention
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

        /** The logarithm of the further gain, in the metric's own unit. */
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
     * The effect of an input that may be unknown: {@code slope * (x - centre)}, 0 if unknown. A
     * distant value is limited to the reach, so that no single input decides.
     *
     * @param slope per unit
     * @param centre the mean of what is known
     * @param reach most difference from the centre that counts; 0 or more
     */
    public record Effect(double slope, double centre, double reach) {

        private static final Effect NONE = new Effect(0, 0, 0);

        public Effect {
            finite("effect.slope", slope);
            finite("effect.centre", centre);
            notNegative("effect.reach", reach);
        }

        /** No effect. */
        public static Effect none() {
            return NONE;
        }

        /** Of {@code x}; NaN is unknown. */
        public double of(double x) {
            return Double.isNaN(x) ? 0 : slope * Math.clamp(x - centre, -reach, reach);
        }
    }

    /**
     * A metric. Its count {@code v} is worth {@code scale * v^exponent} upvotes.
     *
     * @param scale above 0
     * @param exponent above 0
     * @param alone a gain above so many times the typical one is believed only if another metric of
     *     the paper moves too: counts that can be bought come in bursts without other activity (He
     *     et al., arXiv 2412.13459)
     * @param support how the logarithm of its count bends the forecast from the other metrics
     * @param growth how its counts come
     */
    public record MetricModel(
            double scale, double exponent, double alone, Effect support, Growth growth) {
        public MetricModel {
            positive("metrics.scale", scale);
            positive("metrics.exponent", exponent);
            positive("metrics.alone", alone);
        }

        double equivalents(double value) {
            return scale * power(value);
        }

        /** The part that is left of a worth if of its count that part is left. */
        double remaining(double part) {
            return power(part);
        }

        private double power(double value) {
            if (exponent == 1) {
                return value;
            }
            return exponent == 0.5 ? Math.sqrt(value) : Math.pow(value, exponent);
        }

        /** The same but for what was learnt. */
        public MetricModel with(Effect learntSupport, Growth learntGrowth) {
            return new MetricModel(scale, exponent, alone, learntSupport, learntGrowth);
        }
    }

    /**
     * Ceilings for the counts of a single source, as multiples of the typical count.
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
     * @param cooldownHours hours in which no further level is announced
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
        public Breakouts withBar(double newBar) {
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

    public TrendModel {
        if (format != FORMAT) {
            throw new IllegalArgumentException(otherFormat(format));
        }
        if (version < 1) {
            throw new IllegalArgumentException("version: below 1");
        }
        if (learntFrom.isBlank() || learntFrom.length() > Bounds.MAX_REMARK) {
            throw new IllegalArgumentException(
                    "learntFrom: not 1 to %d characters".formatted(Bounds.MAX_REMARK));
        }
        positive("gainHours", gainHours);
        positive("combination", combination);
        fields = Map.copyOf(fields);
        metrics = Map.copyOf(metrics);
    }

    /**
     * The model that this version ships.
     *
     * @throws UnreadableModelException if the resource is missing or unreadable
     */
    public static TrendModel shipped() {
        try (InputStream in = TrendModel.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new UnreadableModelException("priors: missing resource " + RESOURCE, null);
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UnreadableModelException("priors: cannot read " + RESOURCE, e);
        }
    }

    /**
     * A model from a file.
     *
     * @throws UnreadableModelException if it is missing, truncated, malformed, incomplete or of
     *     another format; the message names the file and says which
     */
    public static TrendModel read(Path file) {
        String json;
        try {
            json = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new UnreadableModelException("priors: there is no file " + file, e);
        } catch (IOException e) {
            throw new UnreadableModelException("priors: cannot read " + file + ": " + e, e);
        }
        try {
            return parse(json);
        } catch (UnreadableModelException e) {
            throw new UnreadableModelException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * A model from its JSON.
     *
     * @throws UnreadableModelException if it is truncated, malformed, incomplete or of another
     *     format; the message says which
     */
    public static TrendModel parse(String json) {
        try {
            JsonNode format = MAPPER.readTree(json).path("format");
            if (format.isMissingNode()) {
                throw new UnreadableModelException("priors: without a format", null);
            }
            if (format.isInt() && format.intValue() != FORMAT) {
                throw new UnreadableModelException(
                        "priors: " + otherFormat(format.intValue()), null);
            }
            return READER.readValue(json);
        } catch (JsonProcessingException e) {
            String reason =
                    e.getCause() instanceof IllegalArgumentException bad
                            ? bad.getMessage()
                            : e.getOriginalMessage();
            String line = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
            throw new UnreadableModelException("priors" + line + ": " + reason, e);
        }
    }

    private static String otherFormat(int format) {
        return "format: " + format + ", but this version reads " + FORMAT;
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
    public double fieldSize(@Nullable String category) {
        if (category == null || fields.isEmpty()) {
            return 1;
        }
        FieldSize field = fields.get(category);
        int dot = category.indexOf('.');
        if (field == null && dot > 0) {
            field = fields.get(category.substring(0, dot));
        }
        return field == null ? 1 : field.size();
    }

    /** As a tree, to compare two versions number by number. */
    public static JsonNode tree(TrendModel model) {
        return MAPPER.valueToTree(model);
    }

    /** What {@link #tree} made. */
    public static TrendModel of(JsonNode tree) {
        return parse(tree.toString());
    }

    /** These under another number. */
    public TrendModel withVersion(int next) {
        return new TrendModel(
                format, next, learntFrom, gainHours, fields, metrics, combination, trust, breakout);
    }

    /** The same with other numbers for a metric. */
    public TrendModel with(String metric, MetricModel learnt) {
        Map<String, MetricModel> changed = new HashMap<>(metrics);
        changed.put(metric, learnt);
        return new TrendModel(
                format,
                version,
                learntFrom,
                gainHours,
                fields,
                changed,
                combination,
                trust,
                breakout);
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
