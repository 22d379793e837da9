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
 * @param kind the name of its kind
 * @param asOf the instant it is for
 * @param plannedAt when it was asked for
 * @param expiresAt when what is not delivered expires
 * @param composedAt when each of its mails had its content; until then more may come
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
 * @param returned of the accepted mails those that came back, by what they came back as; a mail may
 *     come back more than once
 * @param stopReason why it was stopped, if it was
 * @param mailsLeftAt when its last mail had left the ledger; the account stays
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EditionAccount(
        long id,
        String kind,
        Instant asOf,
        Instant plannedAt,
        Instant expiresAt,
        @Nullable Instant composedAt,
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
        Map<String, Long> returned,
        @Nullable String stopReason,
        @Nullable Instant mailsLeftAt) {

    public EditionAccount {
        exclusions = Collections.unmodifiableMap(new TreeMap<>(exclusions));
        returned = Collections.unmodifiableMap(new TreeMap<>(returned));
    }
}
