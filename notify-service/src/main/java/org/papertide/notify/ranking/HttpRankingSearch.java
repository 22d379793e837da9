package org.papertide.notify.ranking;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperId;
import org.papertide.platform.loop.LogOnce;

/** Has papers found by ranking-service. */
final class HttpRankingSearch implements RankingSearch {

    private static final Logger LOG = Logger.getLogger(HttpRankingSearch.class);

    private final RankingService service;
    private final LogOnce log = new LogOnce();

    HttpRankingSearch(RankingService service) {
        this.service = service;
    }

    /** Of an answer, what is shown. */
    private record Read(@Nullable String note, @Nullable String didYouMean, List<Entry> entries) {}

    @Override
    public Answer search(Question question) {
        StringBuilder path =
                new StringBuilder("/api/v1/search?q=").append(escaped(question.text()));
        add(path, "sort", question.sort().name().toLowerCase(Locale.ROOT));
        add(path, "limit", String.valueOf(question.limit()));
        add(path, "category", question.category());
        add(path, "from", question.from());
        add(path, "until", question.until());
        add(path, "code", question.withCode() ? "true" : "");
        return ask(path.toString());
    }

    private static void add(StringBuilder path, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            path.append('&').append(name).append('=').append(escaped(value));
        }
    }

    @Override
    public Answer similar(PaperId paper, int limit) {
        return ask(
                "/api/v1/papers/"
                        + escaped(paper.value()).replace("%2F", "/").replace("+", "%20")
                        + "/similar?limit="
                        + limit);
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Answer ask(String path) {
        Answer answer;
        try {
            answer = answer(service.get(path));
        } catch (IOException e) {
            answer = new Answer.Away(String.valueOf(e.getMessage()));
        }
        if (answer instanceof Answer.Away(String why)) {
            if (log.isNew(why)) {
                LOG.warnf("A search has no answer. error=\"%s\"", why);
            }
        } else if (log.isRecovery()) {
            LOG.info("Searches are answered again.");
        }
        return answer;
    }

    private static Answer answer(RankingService.Answer answer) {
        return switch (answer.status()) {
            case 200 ->
                    answer.read(Read.class)
                            .flatMap(HttpRankingSearch::found)
                            .orElse(new Answer.Away("ranking-service answers no papers"));
            // 414: longer than it takes, as one of an earlier release may say.
            case 400, 404, 414 -> new Answer.Nothing();
            default -> new Answer.Away("ranking-service answers " + answer.status());
        };
    }

    private static Optional<Answer> found(Read read) {
        try {
            return Optional.of(new Answer.Found(read.note(), read.didYouMean(), read.entries()));
        } catch (RuntimeException _) {
            // Whatever is missing in it: it is no answer.
            return Optional.empty();
        }
    }
}
