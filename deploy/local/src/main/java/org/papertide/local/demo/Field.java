package org.papertide.local.demo;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** A field of research, with its vocabulary and its share of the papers. */
enum Field {
    MACHINE_LEARNING("machine-learning", 21),
    VISION("vision", 21),
    LANGUAGE("language", 21),
    ROBOTICS("robotics", 9),
    SYSTEMS("systems", 7),
    QUANTUM("quantum", 6),
    ASTROPHYSICS("astrophysics", 5),
    STATISTICS("statistics", 5),
    BIOLOGY("biology", 5);

    /** In this order papers break out, so that every field has its turn within four minutes. */
    private static final List<Field> TURNS =
            List.of(
                    LANGUAGE,
                    VISION,
                    QUANTUM,
                    MACHINE_LEARNING,
                    ROBOTICS,
                    ASTROPHYSICS,
                    LANGUAGE,
                    BIOLOGY,
                    MACHINE_LEARNING,
                    STATISTICS,
                    VISION,
                    SYSTEMS);

    private static final int TOTAL = Arrays.stream(values()).mapToInt(field -> field.weight).sum();

    private static final Map<Field, Vocabulary> VOCABULARIES =
            Arrays.stream(values())
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    field -> field,
                                    field ->
                                            Vocabulary.read(
                                                    "common.txt", field.resource + ".txt")));

    private final String resource;
    private final int weight;

    Field(String resource, int weight) {
        this.resource = resource;
        this.weight = weight;
    }

    Vocabulary vocabulary() {
        return Objects.requireNonNull(VOCABULARIES.get(this));
    }

    /** The field whose turn the n-th breakout is. */
    static Field ofTurn(int n) {
        return TURNS.get(Math.floorMod(n, TURNS.size()));
    }

    /** A field by the weights. */
    static Field random(RandomGenerator random) {
        int left = random.nextInt(TOTAL);
        for (Field field : values()) {
            left -= field.weight;
            if (left < 0) {
                return field;
            }
        }
        throw new IllegalStateException("weights do not add up");
    }
}
