package org.papertide.events;

import java.util.Base64;

/**
 * What a text means, as a direction: texts of like meaning point alike. A part of {@link
 * Embedding}.
 *
 * <p>Its numbers are whole ones from -128 to 127. Only their proportions matter: {@link #vector()}
 * has length 1. Rejected: a scale beside them, which says nothing of a direction; half-precision
 * numbers, twice as long, while eight bits keep the cosine of two vectors of 384 numbers within
 * 0.002.
 *
 * @param model that made it
 * @param dimensions how many numbers there are, at most {@value #MAX_DIMENSIONS}
 * @param int8 the numbers, one byte each, in base64 (RFC 4648, section 4, with padding)
 */
public record TextVector(TextModel model, int dimensions, String int8) {

    /** Most numbers of a vector: Lucene indexes no more. */
    public static final int MAX_DIMENSIONS = 1024;

    private static final int LARGEST = 127;

    public TextVector {
        Require.present("model", model);
        Require.between("dimensions", dimensions, 1, MAX_DIMENSIONS);
        // Before it is decoded: nobody unpacks what cannot be right.
        if (Require.present("int8", int8).length() != (dimensions + 2) / 3 * 4) {
            throw new IllegalArgumentException("int8: not as long as its dimensions say");
        }
        byte[] numbers = decoded(int8);
        if (numbers.length != dimensions) {
            throw new IllegalArgumentException("int8: not as long as its dimensions say");
        }
        if (squares(numbers) == 0) {
            throw new IllegalArgumentException("int8: all zero, which is no direction");
        }
    }

    /**
     * Rounds a vector to eight bits.
     *
     * @param vector of any length but zero
     * @throws IllegalArgumentException if it has too many numbers, one that is not finite, or no
     *     direction
     */
    public static TextVector of(TextModel model, float[] vector) {
        float largest = 0;
        for (float number : vector) {
            if (!Float.isFinite(number)) {
                throw new IllegalArgumentException("vector: holds what is not a finite number");
            }
            largest = Math.max(largest, Math.abs(number));
        }
        if (largest == 0) {
            throw new IllegalArgumentException("vector: all zero, which is no direction");
        }
        byte[] numbers = new byte[vector.length];
        for (int at = 0; at < vector.length; at++) {
            numbers[at] = (byte) Math.round((double) vector[at] / largest * LARGEST);
        }
        return new TextVector(model, numbers.length, Base64.getEncoder().encodeToString(numbers));
    }

    /** The vector, of length 1: a new array with each call. */
    public float[] vector() {
        byte[] numbers = decoded(int8);
        double length = Math.sqrt(squares(numbers));
        float[] vector = new float[numbers.length];
        for (int at = 0; at < vector.length; at++) {
            vector[at] = (float) (numbers[at] / length);
        }
        return vector;
    }

    /**
     * How alike two texts are, from -1 to 1: the cosine of the angle between them.
     *
     * @throws IllegalArgumentException if another model made the other
     */
    public double cosine(TextVector other) {
        if (!model.equals(other.model) || dimensions != other.dimensions) {
            throw new IllegalArgumentException(
                    "vectors of %s and %s cannot be compared".formatted(model, other.model));
        }
        byte[] numbers = decoded(int8);
        byte[] others = decoded(other.int8);
        double product = 0;
        for (int at = 0; at < numbers.length; at++) {
            product += numbers[at] * others[at];
        }
        double cosine = product / Math.sqrt(squares(numbers) * squares(others));
        return Math.clamp(cosine, -1, 1);
    }

    /** A whole number, and exact: 1,024 squares of at most 2<sup>14</sup>. */
    private static double squares(byte[] numbers) {
        double sum = 0;
        for (byte number : numbers) {
            sum += number * number;
        }
        return sum;
    }

    private static byte[] decoded(String int8) {
        try {
            return Base64.getDecoder().decode(int8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("int8: not base64", e);
        }
    }
}
