package org.papertide.testing;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Links;
import org.papertide.events.Metric;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.PaperStatus;
import org.papertide.events.PaperSummary;
import org.papertide.events.Signal;

/**
 * An invented paper for tests and benchmarks, with the parts that they vary; the rest is the same
 * in all. The one place that knows every field of {@link Paper}.
 *
 * <p>Rejected: a test jar of {@code events}. The launcher's build leaves tests out, and Maven then
 * cannot resolve it.
 */
public final class SamplePaper {

    private final PaperId id;
    private final Instant listed;
    private long revision = 1;
    private String title;
    private @Nullable String abstractText;
    private List<String> authors = List.of("Ada Lovelace", "Charles Babbage");
    private List<String> categories = List.of();
    private Links links = Links.none();
    private PaperStatus status = PaperStatus.LISTED;
    private @Nullable PaperId mergedInto;
    private List<PaperId> aliases = List.of();

    private SamplePaper(PaperId id, Instant listed) {
        this.id = id;
        this.listed = listed;
        this.title = "On the matter of " + id.value();
        this.abstractText = "We show what there is to show about " + id.value() + ".";
    }

    /** A paper without category, listed at that instant. */
    public static SamplePaper of(PaperId id, Instant listed) {
        return new SamplePaper(id, listed);
    }

    /** The arXiv id of a numbered paper, such as {@code arxiv:2501.00042}. */
    public static PaperId id(String month, int number) {
        return new PaperId("arxiv:%s.%05d".formatted(month, number));
    }

    /** The number of upvotes of a paper on Hugging Face, observed at an instant. */
    public static Signal upvotes(PaperId paper, long value, Instant at) {
        return new Signal(paper, Metric.UPVOTES.name(), value, at, "huggingface");
    }

    public SamplePaper revision(long number) {
        revision = number;
        return this;
    }

    public SamplePaper title(String text) {
        title = text;
        return this;
    }

    public SamplePaper abstractText(@Nullable String text) {
        abstractText = text;
        return this;
    }

    public SamplePaper authors(List<String> names) {
        authors = List.copyOf(names);
        return this;
    }

    /** Its categories, the primary one first. */
    public SamplePaper categories(String... names) {
        categories = List.of(names);
        return this;
    }

    public SamplePaper links(Links all) {
        links = all;
        return this;
    }

    /**
     * Its status; listed if not set.
     *
     * @param other the identity it is known under now, for a merged paper only
     */
    public SamplePaper status(PaperStatus now, @Nullable PaperId other) {
        status = now;
        mergedInto = other;
        return this;
    }

    public SamplePaper aliases(List<PaperId> ids) {
        aliases = List.copyOf(ids);
        return this;
    }

    /** The paper as scores and rankings carry it. */
    public PaperSummary summary() {
        return PaperSummary.of(build());
    }

    /** The paper. */
    public Paper build() {
        return new Paper(
                id,
                revision,
                1,
                title,
                abstractText,
                authors,
                categories,
                categories.isEmpty() ? null : categories.getFirst(),
                links,
                listed,
                listed,
                listed,
                listed,
                status,
                mergedInto,
                aliases,
                "arxiv",
                null,
                null,
                null,
                null);
    }
}
