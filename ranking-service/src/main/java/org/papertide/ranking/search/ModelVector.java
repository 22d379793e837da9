package org.papertide.ranking.search;

import java.util.Arrays;
import org.apache.lucene.util.VectorUtil;

/** A direction, as one model sees it. Only vectors of the same model are compared. */
public final class ModelVector {

    private static final int LARGEST = 5;

    private final String model;
    private final byte[] numbers;

    /**
     * A vector.
     *
     * @param model its name and version
     * @param numbers the direction in whole numbers; nobody changes them afterwards
     */
    public ModelVector(String model, byte[] numbers) {
        this.model = model;
        this.numbers = numbers;
    }

    /**
     * A vector in whole numbers of eight bits. All of as many numbers get the same length, so their
     * products order them as their cosines do, and take a third of the time. It is such that a
     * number {@value #LARGEST} times their root mean square fits in; what is larger is cut.
     */
    public static ModelVector of(String model, float[] vector) {
        double squares = 0;
        for (float number : vector) {
            squares += (double) number * number;
        }
        double scale = length(vector.length) / Math.sqrt(squares);
        byte[] rounded = new byte[vector.length];
        for (int at = 0; at < vector.length && squares > 0; at++) {
            long whole = Math.round(vector[at] * scale);
            rounded[at] = (byte) Math.clamp(whole, -Byte.MAX_VALUE, Byte.MAX_VALUE);
        }
        return new ModelVector(model, rounded);
    }

    private static double length(int dimensions) {
        return Byte.MAX_VALUE * Math.max(1, Math.sqrt(dimensions) / LARGEST);
    }

    /**
     * The cosine of the angle to another vector of this model, given by its numbers. As all have
     * the same length, but for what was rounded or cut, it is their product and that length alone:
     * a third of the work of a cosine.
     */
    float cosine(byte[] other) {
        double length = length(numbers.length);
        double cosine = VectorUtil.dotProduct(numbers, other) / (length * length);
        return (float) Math.clamp(cosine, -1, 1);
    }

    /** The numbers themselves, not a copy. */
    byte[] numbers() {
        return numbers;
    }

    /** The field of the index that has the vectors of this model. */
    String field() {
        return field(model, numbers.length);
    }

    /** The field of the index that has the vectors of this model. */
    static String field(String model, int dimensions) {
        return PaperDocument.VECTOR + model + "/" + dimensions;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ModelVector vector
                && model.equals(vector.model)
                && Arrays.equals(numbers, vector.numbers);
    }

    @Override
    public int hashCode() {
        return 31 * model.hashCode() + Arrays.hashCode(numbers);
    }

    @Override
    public String toString() {
        return "ModelVector[" + model + "]";
    }
}
