package org.papertide.ingest.source.arxiv;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** What is read from arXiv, and how often. */
@ConfigMapping(prefix = "papertide.source.arxiv")
public interface ArxivSettings {

    /** The categories whose papers are read, with commas between. */
    @WithDefault("cs.AI,cs.CL,cs.CV,cs.LG")
    List<@WithConverter(CategoryConverter.class) String> categories();

    /** Whether the query API is polled: all metadata, once a day after the announcement. */
    @WithDefault("true")
    boolean api();

    /** Whether the daily feeds are polled: who was announced, as soon as the feeds say so. */
    @WithDefault("true")
    boolean feeds();

    /** Whether papers without categories (Hugging Face gives none) are looked up by id. */
    @WithDefault("true")
    boolean lookup();

    /** The query API. */
    @WithDefault("https://export.arxiv.org/api/query")
    URI apiUrl();

    /** The daily feeds, without the categories. */
    @WithDefault("https://rss.arxiv.org/rss/")
    URI feedUrl();

    /** Between two requests, over all of arXiv's interfaces; arXiv asks for 3 s. */
    @WithDefault("PT3S")
    @DurationMin(nanos = 0)
    @DurationMax(hours = 1)
    Duration spacing();

    /** How far the very first run looks back. */
    @WithDefault("P7D")
    @DurationMin(hours = 1)
    @DurationMax(days = 3_650)
    Duration lookback();

    /** Papers per request of the query API, at most 2,000. */
    @WithDefault("500")
    @Min(1)
    @Max(2_000)
    int pageSize();

    /** Papers per look-up by id; arXiv refuses addresses of more than some 600. */
    @WithDefault("100")
    @Min(1)
    @Max(500)
    int lookupSize();

    /** How often papers without categories are looked for. */
    @WithDefault("PT1M")
    @DurationMin(seconds = 1)
    @DurationMax(days = 1)
    Duration lookupEvery();

    /** How often the feeds are asked whether they changed, and the API while news are overdue. */
    @WithDefault("PT30M")
    @DurationMin(seconds = 1)
    @DurationMax(days = 1)
    Duration every();

    /** Days on which arXiv announces nothing, besides Fridays and Saturdays (Eastern). */
    @WithDefault(
            "2026-01-01,2026-01-19,2026-06-19,2026-07-03,2026-09-07,2026-11-26,2026-12-25,2026-12-29,"
                    + "2026-12-31")
    Set<LocalDate> holidays();
}
