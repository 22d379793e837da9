package org.papertide.local.demo;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An invented paper: what does not change, and the curves of what does.
 *
 * @param number the number within its month, as in its arXiv id
 * @param id its arXiv id without version, such as {@code 2611.50123}
 * @param field of research
 * @param text what an author wrote
 * @param times of its publication
 * @param engagement of others with it
 * @param interest the curves that its upvotes follow, added up
 */
record SimulatedPaper(
        int number,
        String id,
        Field field,
        Text text,
        Times times,
        Engagement engagement,
        List<VoteCurve> interest) {

    SimulatedPaper {
        interest = List.copyOf(interest);
    }

    /**
     * What an author wrote.
     *
     * @param name the coined name of the work
     * @param categories the primary one first
     */
    record Text(
            String name,
            String title,
            String abstractText,
            List<String> keywords,
            List<String> authors,
            List<String> categories) {

        Text {
            keywords = List.copyOf(keywords);
            authors = List.copyOf(authors);
            categories = List.copyOf(categories);
        }
    }

    /**
     * When it was published where.
     *
     * @param submitted to arXiv
     * @param announced by arXiv; its answers have it from then
     * @param listed on Hugging Face, as its answers claim
     * @param shown when Hugging Face's answers have it from
     * @param gone when they have it no longer; {@link Instant#MAX} if never
     */
    record Times(
            Instant submitted, Instant announced, Instant listed, Instant shown, Instant gone) {}

    /**
     * The engagement of others with it.
     *
     * @param repository path on GitHub, null if there is no code
     * @param stars of the repository when the paper is shown
     * @param followers of the submitter
     */
    record Engagement(
            @Nullable Organisation organisation,
            @Nullable String repository,
            long stars,
            String submitter,
            long followers,
            boolean authorParticipating) {}

    /** The organisation behind it, as Hugging Face names it. */
    record Organisation(String name, String fullName) {}

    boolean isShown(Instant now) {
        return !now.isBefore(times.shown()) && now.isBefore(times.gone());
    }

    /** With the vote of the submitter. */
    long upvotes(Instant now) {
        return 1 + (long) gained(now);
    }

    long comments(Instant now) {
        return (long)
                (Math.pow(gained(now), 0.75) * (engagement.authorParticipating() ? 0.35 : 0.2));
    }

    /** Of the repository, where there is one. */
    long stars(Instant now) {
        return engagement.stars() + (long) (0.8 * gained(now));
    }

    SimulatedPaper withInterest(VoteCurve more) {
        List<VoteCurve> curves = new java.util.ArrayList<>(interest);
        curves.add(more);
        return new SimulatedPaper(number, id, field, text, times, engagement, curves);
    }

    private double gained(Instant now) {
        double sum = 0;
        for (VoteCurve curve : interest) {
            sum += curve.at(now);
        }
        return sum;
    }
}
