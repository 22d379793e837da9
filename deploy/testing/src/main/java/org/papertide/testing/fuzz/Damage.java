package org.papertide.testing.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages an input in one of the ways in which real or hostile inputs are damaged. */
final class Damage {

    /** Longer inputs find nothing new, and take longer. */
    private static final int LONGEST = 100_000;

    private static final List<byte[]> TOKENS =
            List.of(
                    bytes("<"),
                    bytes("</"),
                    bytes("]]>"),
                    bytes("<!--"),
                    bytes("&#x0;"),
                    bytes("&lt;"),
                    bytes("<!DOCTYPE a [<!ENTITY b 'c'>]>"),
                    bytes("{"),
                    bytes("}"),
                    bytes("["),
                    bytes("\""),
                    bytes("\\"),
                    bytes("\\u0000"),
                    bytes("$"),
                    bytes("^{"),
                    bytes("\\frac{"),
                    bytes("null"),
                    bytes("-1"),
                    bytes("9223372036854775808"),
                    bytes("1e999"),
                    bytes("\r\n"),
                    bytes("@"),
                    bytes("%00"),
                    bytes("\u202e"),
                    bytes("\ufeff"),
                    bytes("e\u0301"),
                    bytes("\ud83d\ude00"),
                    new byte[] {(byte) 0xc0, (byte) 0x80},
                    new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
                    new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0x7f},
                    new byte[] {0, 0, 0, 0});

    private final Random random;
    private final List<byte[]> samples;

    Damage(Random random, List<byte[]> samples) {
        this.random = random;
        this.samples = samples;
    }

    /** A sample with one to four kinds of damage. */
    byte[] next() {
        byte[] input = any(samples);
        for (int times = random.nextInt(4); times >= 0; times--) {
            input = damaged(input);
        }
        return input.length > LONGEST ? part(input, 0, LONGEST) : input;
    }

    private byte[] damaged(byte[] input) {
        int from = random.nextInt(input.length + 1);
        int to = Math.min(input.length, from + 1 + random.nextInt(1 + random.nextInt(64)));
        return switch (random.nextInt(8)) {
            case 0 -> flipped(input);
            case 1 -> spliced(part(input, 0, from), any(TOKENS), part(input, from, input.length));
            case 2 -> spliced(part(input, 0, from), part(input, to, input.length));
            case 3 -> spliced(part(input, 0, to), part(input, from, input.length));
            case 4 -> part(input, 0, from);
            case 5 -> withAnotherTail(input, from);
            case 6 -> repeated(input, from, to);
            default -> noise(input, from, to);
        };
    }

    private byte[] flipped(byte[] input) {
        byte[] flipped = input.clone();
        if (flipped.length > 0) {
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    private byte[] withAnotherTail(byte[] input, int from) {
        byte[] other = any(samples);
        int cut = random.nextInt(other.length + 1);
        return spliced(part(input, 0, from), part(other, cut, other.length));
    }

    private byte[] repeated(byte[] input, int from, int to) {
        byte[] piece = to > from ? part(input, from, to) : any(TOKENS);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(part(input, 0, from));
        int times = 1 << random.nextInt(12);
        for (int i = 0; i < times && out.size() < LONGEST; i++) {
            out.writeBytes(piece);
        }
        out.writeBytes(part(input, to, input.length));
        return out.toByteArray();
    }

    private byte[] noise(byte[] input, int from, int to) {
        byte[] noisy = input.clone();
        for (int i = from; i < to; i++) {
            noisy[i] = (byte) random.nextInt();
        }
        return noisy;
    }

    private byte[] any(List<byte[]> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static byte[] part(byte[] of, int from, int to) {
        return Arrays.copyOfRange(of, from, to);
    }

    private static byte[] spliced(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
