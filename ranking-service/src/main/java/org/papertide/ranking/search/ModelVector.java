package org.papertide.ranking.search;

import java.util.Arrays;

/** A direction, as one model sees it. Only vectors of the same model are compared. */
public final class ModelVector {

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

    /** A vector in whole numbers, as large as they fit into eight bits. */
    public static ModelVector of(String model, float[] vector) {
        float largest = 0;
        for (float number : vector) {
            largest = Math.max(largest, Math.abs(number));
        }
        byte[] rounded = new byte[vector.length];
        for (int at = 0; at < vector.length && largest > 0; at++) {
            rounded[at] = (byte) Math.round(vector[at] / largest * Byte.MAX_VALUE);
        }
        return new ModelVector(model, rounded);
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
