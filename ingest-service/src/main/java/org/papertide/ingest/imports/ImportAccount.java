package org.papertide.ingest.imports;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of an import.
 *
 * @param format the form recognised; absent if none was
 * @param observedAt when signals without a time of their own count as observed
 * @param papers counts of papers
 * @param signals counts of signals ({@code readings} on the wire)
 * @param refusals the first records and signals that were refused
 * @param moreRefusals how many more there were
 * @param leftOut the first fields that were not believed, of records that were taken
 * @param moreLeftOut how many more there were
 * @param complete whether the input was read to its end
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImportAccount(
        @Nullable String format,
        Instant observedAt,
        Papers papers,
        @JsonProperty("readings") Signals signals,
        List<Reason> refusals,
        long moreRefusals,
        List<Reason> leftOut,
        long moreLeftOut,
        boolean complete) {

    /**
     * Counts of papers.
     *
     * @param added seen for the first time ({@code new} on the wire)
     * @param changed of which something new is known
     * @param unchanged listed again
     * @param refused records that could not be taken
     */
    public record Papers(
            @JsonProperty("new") long added, long changed, long unchanged, long refused) {}

    /**
     * Counts of signals.
     *
     * @param added kept and published ({@code new} on the wire)
     * @param known taken before
     * @param refused not taken
     */
    public record Signals(@JsonProperty("new") long added, long known, long refused) {}

    /**
     * Why something was not taken.
     *
     * @param where which record, by its position and, if known, its identity
     */
    public record Reason(String where, String reason) {}
}
