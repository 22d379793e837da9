package org.papertide.notify.ranking;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.papertide.events.TextModel;
import org.papertide.events.TextVector;

/** Has texts read by ranking-service. */
final class HttpTextReader implements TextReader {

    private final RankingService service;

    HttpTextReader(RankingService service) {
        this.service = service;
    }

    private record Request(List<String> texts) {}

    private record Read(String model, String version, int dimensions, List<String> vectors) {

        List<float[]> decoded() {
            TextModel by = new TextModel(model, version);
            return vectors.stream()
                    .map(vector -> new TextVector(by, dimensions, vector).vector())
                    .toList();
        }
    }

    @Override
    public Reading read(List<String> texts) {
        RankingService.Answer answer;
        try {
            answer = service.post("/api/v1/vectors", new Request(texts));
        } catch (IOException e) {
            return new Reading.Away(String.valueOf(e.getMessage()));
        }
        return switch (answer.status()) {
            case 200 ->
                    answer.read(Read.class)
                            .flatMap(read -> reading(read, texts.size()))
                            .orElse(new Reading.Away("ranking-service answers no vectors"));
            case 503 -> away();
            default -> new Reading.Away("ranking-service answers " + answer.status());
        };
    }

    /** It has no model, or no time: the first lasts. */
    private Reading away() {
        try {
            return service.get("/api/v1/model").status() == 503
                    ? new Reading.NoModel()
                    : new Reading.Away("ranking-service is busy");
        } catch (IOException e) {
            return new Reading.Away(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<Reading> reading(Read read, int texts) {
        try {
            List<float[]> vectors = read.decoded();
            return vectors.size() == texts
                    ? Optional.of(
                            new Reading.Read(
                                    new TextModel(read.model(), read.version()).toString(),
                                    vectors))
                    : Optional.empty();
        } catch (RuntimeException _) {
            // Whatever is missing or wrong in it: it is no answer.
            return Optional.empty();
        }
    }
}
