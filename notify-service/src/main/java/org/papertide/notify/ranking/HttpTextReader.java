package org.papertide.notify.ranking;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.papertide.events.TextModel;
import org.papertide.events.TextVector;

/** Has texts read by ranking-service. */
final class HttpTextReader implements TextReader {

    private final RankingService service;

    HttpTextReader(RankingService service) {
        this.service = service;
    }

    private record Request(List<String> texts) {}

    /**
     * @param floors absent from a release before
     */
    private record Read(
            String model,
            String version,
            int dimensions,
            List<String> vectors,
            @Nullable List<@Nullable Double> floors) {

        List<Meaning> decoded() {
            TextModel by = new TextModel(model, version);
            List<Meaning> meanings = new ArrayList<>(vectors.size());
            for (int at = 0; at < vectors.size(); at++) {
                Double floor = floors == null ? null : floors.get(at);
                if (floors != null && (floor == null || Double.isNaN(floor))) {
                    throw new IllegalArgumentException("floors: one is missing");
                }
                meanings.add(
                        new Meaning(
                                new TextVector(by, dimensions, vectors.get(at)).vector(), floor));
            }
            return meanings;
        }
    }

    /**
     * Why there is no answer, as ranking-service tells programs.
     *
     * @param code absent where something between it and us answers
     */
    private record Problem(@Nullable String code) {}

    @Override
    public TextAnswer read(List<String> texts) {
        RankingService.Answer answer;
        try {
            answer = service.post("/api/v1/vectors", new Request(texts));
        } catch (IOException e) {
            return new TextAnswer.Away(Cause.UNREACHABLE, String.valueOf(e.getMessage()));
        }
        String status = "ranking-service answers " + answer.status();
        return switch (answer.status()) {
            case 200 ->
                    answer.read(Read.class)
                            .flatMap(read -> answer(read, texts.size()))
                            .orElse(
                                    new TextAnswer.Away(
                                            Cause.UNREACHABLE,
                                            "ranking-service answers no vectors"));
            case 400, 413, 422 -> new TextAnswer.Refused(status);
            case 503 -> away(answer.read(Problem.class).map(Problem::code).orElse(""));
            default -> new TextAnswer.Away(Cause.UNREACHABLE, status);
        };
    }

    private static TextAnswer away(String code) {
        Cause cause =
                switch (code) {
                    case "model-off" -> Cause.OFF;
                    case "model-broken" -> Cause.BROKEN;
                    case "model-loading", "service-starting" -> Cause.LOADING;
                    case "busy" -> Cause.BUSY;
                    default -> Cause.UNREACHABLE;
                };
        return new TextAnswer.Away(
                cause, "ranking-service answers 503" + (code.isEmpty() ? "" : ", " + code));
    }

    private static Optional<TextAnswer> answer(Read read, int texts) {
        try {
            List<Meaning> meanings = read.decoded();
            return meanings.size() == texts
                    ? Optional.of(
                            new TextAnswer.Read(
                                    new TextModel(read.model(), read.version()).toString(),
                                    meanings))
                    : Optional.empty();
        } catch (RuntimeException _) {
            // Whatever is missing or wrong in it: it is no answer.
            return Optional.empty();
        }
    }
}
