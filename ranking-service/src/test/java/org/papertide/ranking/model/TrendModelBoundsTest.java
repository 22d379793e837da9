package org.papertide.ranking.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.junit.jupiter.api.Test;

/** What each number of a model may be: on the bound, and just outside of it. */
class TrendModelBoundsTest {

    private static final double LITTLE = Double.MIN_VALUE;

    private static final TrendModel.Effect NONE = TrendModel.Effect.none();

    private static void refused(String field, String reason, DoubleConsumer maker, double value) {
        assertThatThrownBy(() -> maker.accept(value))
                .as("%s = %s", field, value)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(field + ": " + reason);
    }

    private static void positive(String field, DoubleConsumer maker) {
        refused(field, "not above 0", maker, 0);
        refused(field, "not above 0", maker, -LITTLE);
        refused(field, "not above 0", maker, Double.NaN);
        refused(field, "not above 0", maker, Double.POSITIVE_INFINITY);
        assertThatCode(() -> maker.accept(LITTLE)).as(field).doesNotThrowAnyException();
    }

    private static void notNegative(String field, DoubleConsumer maker) {
        refused(field, "below 0", maker, -LITTLE);
        refused(field, "below 0", maker, Double.NaN);
        refused(field, "below 0", maker, Double.POSITIVE_INFINITY);
        assertThatCode(() -> maker.accept(0)).as(field).doesNotThrowAnyException();
    }

    private static void finite(String field, DoubleConsumer maker) {
        refused(field, "not a finite number", maker, Double.NaN);
        refused(field, "not a finite number", maker, Double.NEGATIVE_INFINITY);
        assertThatCode(() -> maker.accept(-1e300)).as(field).doesNotThrowAnyException();
    }

    private static void probability(String field, DoubleConsumer maker) {
        refused(field, "not between 0 and 1", maker, 0);
        refused(field, "not between 0 and 1", maker, 1);
        refused(field, "not between 0 and 1", maker, Double.NaN);
        assertThatCode(() -> maker.accept(LITTLE)).as(field).doesNotThrowAnyException();
        assertThatCode(() -> maker.accept(Math.nextDown(1.0))).doesNotThrowAnyException();
    }

    @Test
    void ofAGrowth() {
        notNegative("typical.start", x -> new TrendModel.Typical(x, 1, 1));
        positive("typical.growth", x -> new TrendModel.Typical(1, x, 1));
        positive("typical.halfwayHours", x -> new TrendModel.Typical(1, 1, x));
        TrendModel.Typical typical = new TrendModel.Typical(0, 1, 1);
        TrendModel.Terms terms = terms(0, 0, 0, 0, 0);
        positive(
                "growth.fadeHours",
                x -> new TrendModel.Growth("", TrendModel.Rhythm.even(), typical, x, terms, terms));
    }

    @Test
    void ofARhythm() {
        List<Double> days = Collections.nCopies(7, 1.0);
        positive("rhythm.hours", x -> new TrendModel.Rhythm(Collections.nCopies(24, x), days));
        positive(
                "rhythm.weekdays",
                x ->
                        new TrendModel.Rhythm(
                                Collections.nCopies(24, 1.0), Collections.nCopies(7, x)));
        assertThatThrownBy(() -> new TrendModel.Rhythm(days, days))
                .hasMessage("rhythm.hours: not 24 numbers");
    }

    private static TrendModel.Terms terms(
            double base, double level, double age, double gain, double support) {
        return new TrendModel.Terms(base, level, age, gain, NONE, NONE, NONE, support);
    }

    @Test
    void ofTerms() {
        finite("terms.base", x -> terms(x, 0, 0, 0, 0));
        notNegative("terms.level", x -> terms(0, x, 0, 0, 0));
        finite("terms.age", x -> terms(0, 0, x, 0, 0));
        notNegative("terms.gain", x -> terms(0, 0, 0, x, 0));
        notNegative("terms.support", x -> terms(0, 0, 0, 0, x));
    }

    @Test
    void ofAnEffect() {
        finite("effect.slope", x -> new TrendModel.Effect(x, 0, 0));
        finite("effect.centre", x -> new TrendModel.Effect(0, x, 0));
        notNegative("effect.reach", x -> new TrendModel.Effect(0, 0, x));
        TrendModel.Effect effect = new TrendModel.Effect(3, 10, 2);
        assertThat(effect.of(11)).isEqualTo(3);
        assertThat(effect.of(13)).isEqualTo(6);
        assertThat(effect.of(-9)).isEqualTo(-6);
        assertThat(effect.of(Double.NaN)).isZero();
        assertThat(NONE.of(1e9)).isZero();
    }

    @Test
    void ofAField() {
        positive("fields.size", x -> new TrendModel.FieldSize(x, 1));
    }

    private static TrendModel.MetricModel metric(double scale, double exponent, double alone) {
        TrendModel.Terms terms = terms(0, 0, 0, 0, 0);
        return new TrendModel.MetricModel(
                scale,
                exponent,
                alone,
                NONE,
                new TrendModel.Growth(
                        "",
                        TrendModel.Rhythm.even(),
                        new TrendModel.Typical(0, 1, 1),
                        1,
                        terms,
                        terms));
    }

    @Test
    void ofAMetric() {
        positive("metrics.scale", x -> metric(x, 1, 1));
        positive("metrics.exponent", x -> metric(1, x, 1));
        positive("metrics.alone", x -> metric(1, 1, x));
        assertThat(metric(3, 1, 1).equivalents(4)).isEqualTo(12);
        assertThat(metric(3, 0.5, 1).equivalents(4)).isEqualTo(6);
        assertThat(metric(3, 2, 1).equivalents(4)).isEqualTo(48);
        assertThat(metric(3, 1, 1).remaining(0.25)).isEqualTo(0.25);
        assertThat(metric(3, 0.5, 1).remaining(0.25)).isEqualTo(0.5);
        assertThat(metric(3, 0.8, 1).remaining(0.25)).isEqualTo(Math.pow(0.25, 0.8), within(1e-15));
    }

    @Test
    void ofTrust() {
        positive("trust.level", x -> new TrendModel.Trust(x, 1, 1));
        positive("trust.gain", x -> new TrendModel.Trust(1, x, 1));
        positive("trust.notable", x -> new TrendModel.Trust(1, 1, x));
    }

    @Test
    void ofBreakouts() {
        positive("breakout.bar", x -> new TrendModel.Breakouts(x, 2, 1, 0.5, 1, 0.5, 0.5, 1));
        positive("breakout.deviation", x -> new TrendModel.Breakouts(1, 2, x, 0.5, 1, 0.5, 0.5, 1));
        probability("breakout.enter", x -> new TrendModel.Breakouts(1, 2, 1, x, 1, 0.5, 0.5, 1));
        positive(
                "breakout.settledHours",
                x -> new TrendModel.Breakouts(1, 2, 1, 0.5, x, 0.5, 0.5, 1));
        probability(
                "breakout.enterSettled", x -> new TrendModel.Breakouts(1, 2, 1, 0.5, 1, x, 0.5, 1));
        probability("breakout.leave", x -> new TrendModel.Breakouts(1, 2, 1, 0.5, 1, 0.5, x, 1));
        notNegative(
                "breakout.cooldownHours",
                x -> new TrendModel.Breakouts(1, 2, 1, 0.5, 1, 0.5, 0.5, x));
        refused(
                "breakout.nextLevel",
                "not above 0",
                x -> new TrendModel.Breakouts(1, x, 1, 0.5, 1, 0.5, 0.5, 1),
                1);
    }

    @Test
    void ofTheWhole() {
        TrendModel shipped = TrendModel.shipped();
        assertThatThrownBy(() -> with(shipped, 3, 1, 1, 1))
                .hasMessage("format: 3, but this version reads 2");
        assertThatThrownBy(() -> with(shipped, 2, 0, 1, 1)).hasMessage("version: below 1");
        assertThat(with(shipped, 2, 1, 1, 1).version()).isEqualTo(1);
        positive("gainHours", x -> with(shipped, 2, 1, x, 1));
        positive("combination", x -> with(shipped, 2, 1, 1, x));
    }

    private static TrendModel with(
            TrendModel of, int format, int version, double gainHours, double combination) {
        return new TrendModel(
                format,
                version,
                "a test",
                gainHours,
                of.fields(),
                of.metrics(),
                combination,
                of.trust(),
                of.breakout());
    }

    @Test
    void aChangedModelDiffersInWhatWasChanged() {
        TrendModel shipped = TrendModel.shipped();
        TrendModel.Breakouts breakouts = shipped.breakout();
        assertThat(shipped.withVersion(9).version()).isEqualTo(9);
        assertThat(shipped.withVersion(shipped.version())).isEqualTo(shipped);
        assertThat(breakouts.withBar(7).bar()).isEqualTo(7);
        assertThat(breakouts.withBar(7).withBar(breakouts.bar())).isEqualTo(breakouts);
        assertThat(TrendModel.of(TrendModel.tree(shipped))).isEqualTo(shipped);
        TrendModel.MetricModel other = metric(1, 1, 1);
        assertThat(shipped.with("OTHER", other).metrics())
                .containsEntry("OTHER", other)
                .containsAllEntriesOf(shipped.metrics());
        assertThat(other.with(new TrendModel.Effect(1, 2, 3), other.growth()).support())
                .isEqualTo(new TrendModel.Effect(1, 2, 3));
    }

    @Test
    void theForecastIsTheSumOfItsTerms() {
        TrendModel.Terms terms =
                new TrendModel.Terms(
                        1,
                        2,
                        3,
                        4,
                        new TrendModel.Effect(5, 0, 100),
                        new TrendModel.Effect(6, 0, 100),
                        new TrendModel.Effect(7, 0, 100),
                        8);
        Features x = new Features(0, 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7);
        assertThat(terms.log(x))
                .isEqualTo(
                        1 + 2 * 0.1 - 3 * 0.2 + 4 * 0.3 + 5 * 0.4 + 6 * 0.5 + 7 * 0.6 + 8 * 0.7,
                        within(1e-12));
        assertThat(terms.quiet(0.1, 0.3)).isEqualTo(Math.exp(-2 * 0.1 - 4 * 0.3), within(1e-15));
    }

    @Test
    void theMessageSaysWhatIsWrongAndInWhichLine() {
        String json = TrendModel.shipped().toJson();
        assertThatThrownBy(() -> TrendModel.parse("{}")).hasMessage("priors: without a format");
        assertThatThrownBy(() -> TrendModel.parse("{\n\n!"))
                .isInstanceOf(UnreadableModelException.class)
                .hasMessageStartingWith("priors, line 3: ");
        assertThatThrownBy(() -> TrendModel.parse(json.replace("\"bar\"", "\"baz\"")))
                .isInstanceOf(UnreadableModelException.class)
                .hasMessageContaining("bar");
        assertThatThrownBy(() ->
                        TrendModel.parse(json.replaceFirst("\"format\" : 2", "\"format\" : \"a\"")))
                .isInstanceOf(UnreadableModelException.class)
                .hasMessageNotContaining("this version reads");
        assertThat(json).endsWith("}\n");
    }
}
