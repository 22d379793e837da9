package org.papertide.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.ingest.source.UnreadableListingException.Flaw;

class UnpackedTest {

    private static final int MEBIBYTE = 1 << 20;

    @Test
    void readsPackedAndPlainInputsAlike() {
        byte[] plain = "a listing".getBytes(StandardCharsets.UTF_8);
        assertThat(read(plain, 100, 100)).isEqualTo(plain);
        assertThat(read(gzip(plain), 100, 100)).isEqualTo(plain);
        assertThat(read(new byte[0], 100, 100)).isEmpty();
        assertThat(read(new byte[] {0x1f}, 100, 100)).containsExactly(0x1f);
    }

    @Test
    void takesAnInputOfTheLimitAndRefusesOneByteMore() {
        assertThat(read(new byte[100], 100, 100)).hasSize(100);
        assertThat(read(gzip(new byte[100]), 100, 100)).hasSize(100);
        assertThat(flaw(new byte[101], 100, 100)).isEqualTo(Flaw.TOO_LARGE);
        assertThat(flaw(gzip(new byte[101]), 100, 100)).isEqualTo(Flaw.TOO_LARGE);
    }

    @Test
    void refusesWhatExpandsTooFarAfterTheFirstEightMebibytes() {
        assertThat(read(gzip(new byte[8 * MEBIBYTE]), 1L << 30, 100)).hasSize(8 * MEBIBYTE);
        assertThat(flaw(gzip(new byte[9 * MEBIBYTE]), 1L << 30, 100)).isEqualTo(Flaw.HOSTILE);
        assertThat(read(new byte[9 * MEBIBYTE], 1L << 30, 1)).hasSize(9 * MEBIBYTE);
    }

    @Test
    void tellsACutInputFromADamagedOne() {
        byte[] packed = gzip("a listing that is long enough".getBytes(StandardCharsets.UTF_8));
        assertThat(flaw(Arrays.copyOf(packed, packed.length - 12), 100, 100))
                .isEqualTo(Flaw.TRUNCATED);
        packed[packed.length - 6] = (byte) ~packed[packed.length - 6];
        assertThat(flaw(packed, 100, 100)).isEqualTo(Flaw.MALFORMED);
    }

    @Test
    void readsPackedPartsOneAfterTheOther() {
        byte[] both = concat(gzip(new byte[] {1, 2}), gzip(new byte[] {3}));
        assertThat(read(both, 100, 100)).containsExactly(1, 2, 3);
        assertThat(read(new OneByOne(both), 100, 100)).containsExactly(1, 2, 3);
    }

    /** Not the end: the listing would be taken for complete. */
    @Test
    void refusesAPartThatIsDamagedInItsFirstBytes() {
        byte[] first = gzip(new byte[] {1, 2});
        byte[] second = gzip(new byte[100]);
        for (int at = 0; at < 3; at++) {
            byte[] damaged = second.clone();
            damaged[at] = 7;
            assertThat(flaw(concat(first, damaged), 1_000, 100)).isEqualTo(Flaw.MALFORMED);
        }
        assertThat(flaw(concat(first, new byte[] {0x1f, (byte) 0x8b}), 100, 100))
                .isEqualTo(Flaw.MALFORMED);
    }

    /** Each empty part is read within the call of the one before. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 50, 99, 102, 200, 50_000, 100_000, 400_000})
    void readsEmptyPartsUpToAHundredInARow(int parts) {
        byte[] empty = gzip(new byte[0]);
        byte[] input = new byte[parts * empty.length];
        for (int part = 0; part < parts; part++) {
            System.arraycopy(empty, 0, input, part * empty.length, empty.length);
        }
        for (byte[] first : List.of(new byte[0], new byte[] {1, 2})) {
            for (byte[] last : List.of(new byte[0], new byte[] {3})) {
                byte[] all = concat(first.length == 0 ? first : gzip(first), input);
                all = concat(all, last.length == 0 ? last : gzip(last));
                if (parts <= 100) {
                    assertThat(read(all, 100, 100)).isEqualTo(concat(first, last));
                } else {
                    assertThat(flaw(all, 100, 100)).isEqualTo(Flaw.HOSTILE);
                }
            }
        }
    }

    /** The limit is of those in a row: a log that was packed line by line has many. */
    @Test
    void readsManyPartsOfWhichSomeAreEmpty() {
        byte[] some = concat(gzip(new byte[] {1}), gzip(new byte[0]));
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        for (int part = 0; part < 20_000; part++) {
            input.writeBytes(some);
        }
        assertThat(read(input.toByteArray(), 100_000, 100)).hasSize(20_000);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** As a network does: what is to come is not there yet. */
    private static final class OneByOne extends ByteArrayInputStream {

        OneByOne(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] bytes, int offset, int length) {
            return super.read(bytes, offset, Math.min(length, 1));
        }

        @Override
        public synchronized int available() {
            return 0;
        }
    }

    @Test
    void passesOnAFailureOfTheInputItself() throws IOException {
        InputStream broken = InputStream.nullInputStream();
        broken.close();
        assertThatThrownBy(() -> new BoundedGunzip(broken, ParsedListings.limits(100, 100)))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("Stream closed");
    }

    private static byte[] read(byte[] input, long maxBytes, int maxExpansion) {
        return read(new ByteArrayInputStream(input), maxBytes, maxExpansion);
    }

    private static byte[] read(InputStream input, long maxBytes, int maxExpansion) {
        try (InputStream in =
                new BoundedGunzip(input, ParsedListings.limits(maxBytes, maxExpansion))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Flaw flaw(byte[] input, long maxBytes, int maxExpansion) {
        try {
            read(input, maxBytes, maxExpansion);
            throw new AssertionError("read to its end");
        } catch (UnreadableListingException e) {
            return e.flaw();
        }
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /** Answers are held in memory, and expand to a hundred times what came. */
    @Test
    void refusesAnAnswerOfMoreThan16Megabytes() {
        InputStream answer =
                BoundedGunzip.ofAnswer(
                        new EndlessInput("", "x".repeat(10_000), 17L << 20, ""),
                        ParsedListings.LIMITS);

        assertThatExceptionOfType(UnreadableListingException.class)
                .isThrownBy(() -> answer.transferTo(OutputStream.nullOutputStream()))
                .satisfies(e -> assertThat(e.flaw()).isEqualTo(Flaw.TOO_LARGE));
    }
}
