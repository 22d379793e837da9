package org.papertide.ingest.source.arxiv;

import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.papertide.ingest.source.fetch.FakeSite;

/** The settings' defaults, with a site of this machine in arXiv's place. */
record FakeArxiv(FakeSite site, List<String> categories, int pageSize, int lookupSize)
        implements ArxivSettings {

    @Override
    public boolean api() {
        return true;
    }

    @Override
    public boolean feeds() {
        return true;
    }

    @Override
    public boolean lookup() {
        return true;
    }

    @Override
    public URI apiUrl() {
        return site.url("/api/query");
    }

    @Override
    public URI feedUrl() {
        return site.url("/rss/");
    }

    @Override
    public Duration spacing() {
        return Duration.ofSeconds(3);
    }

    @Override
    public Duration lookback() {
        return Duration.ofDays(7);
    }

    @Override
    public Duration lookupEvery() {
        return Duration.ofMinutes(1);
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(30);
    }

    @Override
    public Set<LocalDate> holidays() {
        return Set.of(LocalDate.parse("2026-11-26"));
    }
}
