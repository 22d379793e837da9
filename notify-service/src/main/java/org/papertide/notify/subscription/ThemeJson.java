package org.papertide.notify.subscription;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventJson;
import org.papertide.notify.interest.CalibratedTheme;
import org.papertide.notify.interest.CalibratedTheme.Direction;

/** What papers are compared with, as it is kept. */
public final class ThemeJson {

    private ThemeJson() {}

    /**
     * @param model as in {@link CalibratedTheme}
     */
    private record Kept(
            String model, List<KeptDirection> wanted, List<KeptDirection> unwanted, double bar) {
        Kept {
            Objects.requireNonNull(model, "model");
            wanted = List.copyOf(wanted);
            unwanted = List.copyOf(unwanted);
        }
    }

    /**
     * @param vector its numbers, four bytes each
     * @param floor absent if there is none
     */
    @SuppressWarnings("ArrayRecordComponent") // Written as base64, and never leaves this class.
    private record KeptDirection(
            String name,
            @Nullable String paper,
            byte[] vector,
            double mean,
            double spread,
            @Nullable Double floor) {
        KeptDirection {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(vector, "vector");
        }
    }

    /** As JSON. */
    public static String write(CalibratedTheme theme) {
        Kept kept =
                new Kept(
                        theme.model(),
                        theme.wanted().stream().map(ThemeJson::kept).toList(),
                        theme.unwanted().stream().map(ThemeJson::kept).toList(),
                        theme.bar());
        try {
            return EventJson.mapper().writeValueAsString(kept);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("theme: plain records are JSON", e);
        }
    }

    /** From JSON that was written here; empty if it was not. */
    public static Optional<CalibratedTheme> read(String json) {
        try {
            return Optional.ofNullable(EventJson.mapper().readValue(json, Kept.class))
                    .map(kept ->
                            new CalibratedTheme(
                                    kept.model(),
                                    kept.wanted().stream().map(ThemeJson::direction).toList(),
                                    kept.unwanted().stream().map(ThemeJson::direction).toList(),
                                    kept.bar()));
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }

    private static KeptDirection kept(Direction direction) {
        ByteBuffer bytes = ByteBuffer.allocate(direction.vector().length * Float.BYTES);
        bytes.asFloatBuffer().put(direction.vector());
        return new KeptDirection(
                direction.name(),
                direction.paper(),
                bytes.array(),
                direction.mean(),
                direction.spread(),
                direction.floor() == CalibratedTheme.NO_FLOOR ? null : (Double) direction.floor());
    }

    private static Direction direction(KeptDirection kept) {
        float[] vector = new float[kept.vector().length / Float.BYTES];
        ByteBuffer.wrap(kept.vector()).asFloatBuffer().get(vector);
        Direction direction =
                new Direction(kept.name(), kept.paper(), vector, kept.mean(), kept.spread());
        return kept.floor() == null ? direction : direction.withFloor(kept.floor());
    }
}
