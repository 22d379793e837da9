package org.papertide.notify.edition;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The account of an edition: planned = pending + deferred + accepted + rejected + expired +
 * uncertain + excluded.
 *
 * @param id the edition
 * @param kind OPT_IN, WELCOME, ALERT, DAILY or WEEKLY
 * @param asOf the instant it is for
 * @param plannedAt when its audience was frozen
 * @param expiresAt when what is not delivered expires
 * @param planned all of it
 * @param pending waits, or is being sent
 * @param deferred refused for now, is tried again
 * @param accepted by the SMTP server
 * @param rejected for good
 * @param expired too late
 * @param uncertain nobody knows whether it arrived
 * @param excluded not to be sent
 * @param exclusions the excluded, by reason
 * @param closed nothing is pending or deferred
 * @param stopReason why it was stopped, if it was
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EditionAccount(
        long id,
        String kind,
        Instant asOf,
        Instant plannedAt,
        Instant expiresAt,
        long planned,
        long pending,
        long deferred,
        long accepted,
        long rejected,
        long expired,
        long uncertain,
        long excluded,
        Map<String, Long> exclusions,
        boolean closed,
        @Nullable String stopReason) {

    public EditionAccount {
        exclusions = Collections.unmodifiableMap(new TreeMap<>(exclusions));
    }
}
