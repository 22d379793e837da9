package org.papertide.ranking.topology;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.papertide.events.ShadowScore;
import org.papertide.events.Window;
import org.papertide.ranking.model.RankingKind;

/**
 * A {@link org.papertide.events.Score} in JSON, joined from parts that are JSON already: a paper's
 * text is encoded once and sent thousands of times. A test holds it equal to what {@code
 * EventCodec} writes.
 */
final class ScoreJson {

    private ScoreJson() {}

    static byte[] of(
            byte[] summaryJson,
            double score,
            double[] values,
            byte[] reasonsJson,
            Instant observedAt,
            String model,
            @Nullable ShadowScore trial) {
        ByteArrayOutputStream out =
                new ByteArrayOutputStream(summaryJson.length + reasonsJson.length + 400);
        text(out, "{\"paper\":");
        out.writeBytes(summaryJson);
        StringBuilder middle = new StringBuilder(400);
        middle.append(",\"score\":").append(score).append(",\"windows\":{");
        windows(middle, values);
        text(out, middle.append("},\"reasons\":").toString());
        out.writeBytes(reasonsJson);
        text(out, ",\"observedAt\":\"" + observedAt + "\",\"model\":\"" + model + '"');
        if (trial != null) {
            text(out, ",\"trial\":");
            out.writeBytes(PaperEntry.json(trial));
        }
        out.write('}');
        return out.toByteArray();
    }

    private static void windows(StringBuilder out, double[] values) {
        String separator = "";
        for (Window window : Window.values()) {
            double rising = values[RankingKind.index(org.papertide.events.Order.RISING, window)];
            double top = values[RankingKind.index(org.papertide.events.Order.TOP, window)];
            if (Double.isNaN(rising)) {
                continue;
            }
            out.append(separator).append('"').append(window.wireName());
            out.append("\":{\"rising\":").append(rising);
            out.append(",\"top\":").append(Double.isNaN(top) ? 0 : top);
            out.append(",\"inTop\":").append(!Double.isNaN(top)).append('}');
            separator = ",";
        }
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
