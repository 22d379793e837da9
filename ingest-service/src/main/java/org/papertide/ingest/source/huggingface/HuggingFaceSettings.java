package org.papertide.ingest.source.huggingface;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** What is read from Hugging Face, and how often. */
@ConfigMapping(prefix = "papertide.source.huggingface")
public interface HuggingFaceSettings {

    /** Whether the daily papers are polled. */
    @WithDefault("true")
    boolean enabled();

    /** The daily papers' API. */
    @WithDefault("https://huggingface.co/api/daily_papers")
    URI url();

    /** An access token; without one the limit is half of that of a free account. Never logged. */
    Optional<String> token();

    /** How often the lists are read: the signals of upvotes are this far apart. */
    @WithDefault("PT15M")
    @DurationMin(seconds = 1)
    @DurationMax(days = 1)
    Duration every();

    /** How many days' lists are read each time, today's included: their votes still move. */
    @WithDefault("7")
    @Min(1)
    @Max(365)
    int days();

    /** Entries per request, at most 100. */
    @WithDefault("100")
    @Min(1)
    @Max(100)
    int limit();
}
