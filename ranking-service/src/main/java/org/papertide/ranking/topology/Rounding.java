package org.papertide.ranking.topology;

/** Rounds published numbers to six significant digits, so that noise is no change. */
final class Rounding {

    private static final int DIGITS = 6;

    /** 10 to this power times a value is finite; what is smaller than 1e-295 is noise, so 0. */
    private static final int LARGEST_SHIFT = 300;

    private Rounding() {}

    static double significant(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return value;
        }
        int magnitude = (int) Math.floor(Math.log10(Math.abs(value)));
        int shift = DIGITS - 1 - magnitude;
        if (shift > LARGEST_SHIFT) {
            return 0;
        }
        // Dividing by a power of ten gives the nearest double to the decimal number.
        if (shift >= 0) {
            double scale = Math.pow(10, shift);
            return Math.rint(value * scale) / scale;
        }
        double scale = Math.pow(10, -shift);
        return Math.rint(value / scale) * scale;
    }
}
