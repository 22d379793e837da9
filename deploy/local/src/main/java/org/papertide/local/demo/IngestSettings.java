package org.papertide.local.demo;

import java.net.URI;
import java.util.Map;

/** Ingest's settings, as environment variables, under which it polls the simulated source. */
final class IngestSettings {

    private static final String HUGGING_FACE = "PAPERTIDE_SOURCE_HUGGINGFACE_";
    private static final String ARXIV = "PAPERTIDE_SOURCE_ARXIV_";

    private IngestSettings() {}

    /**
     * The feeds stay off: they follow arXiv's calendar, and the demo must be the same on a Sunday.
     * Live papers get their categories by the look-up, as Hugging Face's own do.
     */
    static Map<String, String> of(URI base) {
        return Map.ofEntries(
                Map.entry("PAPERTIDE_SOURCE_OFFLINE", "false"),
                Map.entry(HUGGING_FACE + "ENABLED", "true"),
                Map.entry(HUGGING_FACE + "URL", base + "/api/daily_papers"),
                Map.entry(HUGGING_FACE + "EVERY", "PT1S"),
                Map.entry(HUGGING_FACE + "DAYS", "2"),
                Map.entry(ARXIV + "API_URL", base + "/api/query"),
                Map.entry(ARXIV + "API", "true"),
                Map.entry(ARXIV + "FEEDS", "false"),
                Map.entry(ARXIV + "LOOKUP", "true"),
                Map.entry(ARXIV + "LOOKUP_EVERY", "PT1S"),
                Map.entry(ARXIV + "SPACING", "PT0.2S"),
                Map.entry(
                        ARXIV + "CATEGORIES",
                        "cs.AI,cs.CL,cs.CV,cs.LG,cs.RO,quant-ph,astro-ph.GA,stat.ME,q-bio.QM"));
    }
}
