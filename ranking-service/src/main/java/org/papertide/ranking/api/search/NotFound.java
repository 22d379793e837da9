package org.papertide.ranking.api.search;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.papertide.events.PaperId;
import org.papertide.events.PaperStatus;
import org.papertide.ranking.api.readmodel.ReadModel;
import org.papertide.ranking.search.PaperSearch;
import org.papertide.ranking.search.SearchQuery;

/** Why a query that asks for papers by their ids has found none of them. */
public enum NotFound {
    UNKNOWN("There is no paper of this id."),
    WITHDRAWN("The paper of this id was withdrawn."),
    NARROWED("The paper of this id does not meet what narrows the search.");

    private final String sentence;

    NotFound(String sentence) {
        this.sentence = sentence;
    }

    /** For readers. */
    String sentence() {
        return sentence;
    }

    /**
     * Why no paper of an id was found; empty if none was asked for, or if there is one and words
     * were asked for besides.
     */
    static Optional<NotFound> of(PaperSearch search, ReadModel readModel, SearchQuery query)
            throws IOException {
        List<PaperId> ids =
                Stream.concat(query.named().stream(), query.ids().stream()).distinct().toList();
        if (ids.isEmpty()) {
            return Optional.empty();
        }
        if (search.hasAny(ids)) {
            return query.hasWords() ? Optional.empty() : Optional.of(NARROWED);
        }
        boolean withdrawn =
                ids.stream()
                        .flatMap(id -> readModel.findPaper(id).stream())
                        .anyMatch(paper -> paper.status() == PaperStatus.WITHDRAWN);
        return Optional.of(withdrawn ? WITHDRAWN : UNKNOWN);
    }
}
