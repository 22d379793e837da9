package org.papertide.backtest;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.ranking.model.PaperFacts;

/**
 * A paper with all its records.
 *
 * @param id as in the files
 * @param day the day of its listing, never a weekend; null if not known
 * @param submitted when it was put on the list, if the hour is known
 * @param authors how many, null if not known
 * @param category its primary category, if the file has it
 * @param upvotes signals of upvotes in order, one at least
 * @param signals all signals, upvotes among them, in order
 * @param answers its facts in raw answers, in order
 */
record RecordedPaper(
        String id,
        @Nullable LocalDate day,
        @Nullable Instant submitted,
        @Nullable Integer authors,
        @Nullable String category,
        List<Observation> upvotes,
        List<Signal> signals,
        List<Answer> answers) {

    /** A signal as the score takes it. */
    record Signal(long time, String metric, long value) {}

    /** The fields of a raw answer that the score knows of. */
    record Answer(
            long time,
            @Nullable Long submitterFollowers,
            @Nullable Integer authors,
            @Nullable Boolean authorParticipating) {}

    /** The same without the submitter's followers and without stars. */
    RecordedPaper withoutFollowersAndStars() {
        return new RecordedPaper(
                id,
                day,
                submitted,
                authors,
                category,
                upvotes,
                signals.stream().filter(r -> !r.metric().equals("GITHUB_STARS")).toList(),
                answers.stream()
                        .map(a -> new Answer(a.time(), null, a.authors(), a.authorParticipating()))
                        .toList());
    }

    /** The facts at an instant: static fields, and answers up to then. */
    PaperFacts factsAt(long time) {
        Long followers = null;
        Integer count = authors;
        Boolean participating = null;
        for (Answer answer : answers) {
            if (answer.time() > time) {
                break;
            }
            followers =
                    answer.submitterFollowers() == null ? followers : answer.submitterFollowers();
            count = answer.authors() == null ? count : answer.authors();
            participating =
                    answer.authorParticipating() == null
                            ? participating
                            : answer.authorParticipating();
        }
        Instant seen = Instant.ofEpochMilli(upvotes.getFirst().time());
        return new PaperFacts(listed(), seen, category, count, followers, participating);
    }

    private @Nullable Instant listed() {
        if (submitted != null || day == null) {
            return submitted;
        }
        return day.atStartOfDay(java.time.ZoneOffset.UTC).toInstant();
    }
}
