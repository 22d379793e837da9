package org.papertide.ranking.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.papertide.testing.property.Properties;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.Generate;

/** Whatever is written is read back, and what is cut off is noticed, in whatever order it comes. */
class BytesTest {

    private static final String FORM = "some form";

    /**
     * A value to be written.
     *
     * @param number it, or what it is made from
     */
    private record Value(Kind kind, long number) {

        private enum Kind {
            BYTE,
            SHORT,
            INT,
            LONG,
            DOUBLE,
            VARIABLE,
            SIGNED,
            BYTES,
            TEXT,
            PRESENT
        }

        void writeTo(ByteWriter out) {
            switch (kind) {
                case BYTE -> out.writeByte((int) number);
                case SHORT -> out.writeShort((int) number);
                case INT -> out.writeInt((int) number);
                case LONG -> out.writeLong(number);
                case DOUBLE -> out.writeDouble(number / 3.0);
                case VARIABLE -> out.writeVariable(number);
                case SIGNED -> out.writeSigned(number);
                case BYTES -> out.writeShortBytes(text().getBytes(StandardCharsets.UTF_16));
                case TEXT -> out.writeText(text());
                case PRESENT -> out.writePresent(present());
            }
        }

        void expectIn(ByteReader in) {
            switch (kind) {
                case BYTE -> assertThat(in.readByte()).isEqualTo((byte) number);
                case SHORT -> assertThat(in.readShort()).isEqualTo((int) (number & 0xffff));
                case INT -> assertThat(in.readInt()).isEqualTo((int) number);
                case LONG -> assertThat(in.readLong()).isEqualTo(number);
                case DOUBLE -> assertThat(in.readDouble()).isEqualTo(number / 3.0);
                case VARIABLE -> assertThat(in.readVariable()).isEqualTo(number);
                case SIGNED -> assertThat(in.readSigned()).isEqualTo(number);
                case BYTES ->
                        assertThat(in.readShortBytes())
                                .isEqualTo(text().getBytes(StandardCharsets.UTF_16));
                case TEXT -> assertThat(in.readText()).isEqualTo(text());
                case PRESENT -> {
                    double[] read = new double[present().length];
                    in.readPresent(read);
                    assertThat(read).isEqualTo(present());
                }
            }
        }

        private String text() {
            return "\u00e9\ud83c\udf0a".repeat((int) (number & 0xff)) + number;
        }

        /** Up to eight numbers, of which any may be absent. */
        private double[] present() {
            double[] values = new double[(int) (number & 7) + 1];
            Arrays.setAll(values, i -> ((number >> (3 + i)) & 1) == 0 ? Double.NaN : number + i);
            return values;
        }
    }

    private static Gen<List<Value>> values(int fewest) {
        Gen<Value.Kind> kinds = Generate.enumValues(Value.Kind.class);
        Gen<Long> numbers =
                Generate.oneOf(
                        Generate.longRange(-1000, 1000),
                        Generate.longRange(Long.MIN_VALUE / 2, Long.MAX_VALUE / 2),
                        Generate.constant(Long.MIN_VALUE),
                        Generate.constant(Long.MAX_VALUE));
        return Properties.lists(
                in -> new Value(kinds.generate(in), numbers.generate(in)), fewest, 12);
    }

    private static byte[] written(List<Value> values) {
        ByteWriter out = new ByteWriter(0);
        values.forEach(value -> value.writeTo(out));
        return out.toBytes();
    }

    private static void expect(List<Value> values, byte[] bytes) {
        ByteReader in = new ByteReader(FORM, bytes);
        values.forEach(value -> value.expectIn(in));
        assertThat(in.remaining()).isZero();
    }

    @Test
    void readsBackWhatWasWritten() {
        Properties.examples(500)
                .forAll(values(0))
                .checkAssert(values -> expect(values, written(values)));
    }

    @Test
    void noticesWhereverItIsCut() {
        Properties.examples(300)
                .forAll(values(1), Generate.range(0, 10_000))
                .checkAssert((values, cut) -> {
                    byte[] whole = written(values);
                    byte[] part = Arrays.copyOf(whole, cut % whole.length);
                    assertThatThrownBy(() -> expect(values, part))
                            .isInstanceOf(UnreadableBytesException.class)
                            .hasMessage(FORM + ": truncated");
                });
    }

    @Test
    void passesOverWhatIsNotWanted() {
        Properties.examples(200)
                .forAll(values(0), Generate.longRange(-1_000_000, 1_000_000))
                .checkAssert((values, number) -> {
                    Value absent = new Value(Value.Kind.PRESENT, number);
                    ByteWriter out = new ByteWriter(0);
                    absent.writeTo(out);
                    values.forEach(value -> value.writeTo(out));
                    ByteReader in = new ByteReader(FORM, out.toBytes()).skipPresent();
                    ByteReader again = in.copy();
                    assertThat(in.readRest()).isEqualTo(written(values));
                    values.forEach(value -> value.expectIn(again));
                    assertThat(again.skip(0).remaining()).isZero();
                });
    }

    @Test
    void namesTheFormThatItExpects() {
        byte[] bytes = new ByteWriter(1).writeByte(3).writeByte(7).toBytes();
        assertThat(new ByteReader(FORM, bytes).expectFormat(3).readByte()).isEqualTo(7);
        assertThatThrownBy(() -> new ByteReader(FORM, bytes).expectFormat(2))
                .isInstanceOf(UnreadableBytesException.class)
                .hasMessage("some form: written in format 3");
    }

    @Test
    void aVariableNumberTakesAByteForEachSevenBits() {
        assertThat(new ByteWriter(0).writeVariable(127).toBytes()).hasSize(1);
        assertThat(new ByteWriter(0).writeVariable(128).toBytes()).hasSize(2);
        assertThat(new ByteWriter(0).writeVariable(-1).toBytes()).hasSize(10);
        assertThat(new ByteWriter(0).writeSigned(-64).toBytes()).hasSize(1);
        assertThat(new ByteWriter(0).writeSigned(64).toBytes()).hasSize(2);
        byte[] endless = new byte[11];
        Arrays.fill(endless, (byte) -1);
        assertThatThrownBy(() -> new ByteReader(FORM, endless).readVariable())
                .hasMessage("some form: a number without end");
    }
}
