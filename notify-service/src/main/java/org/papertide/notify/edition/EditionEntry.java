package org.papertide.notify.edition;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An edition in a list.
 *
 * @param id the edition
 * @param kind the name of its kind
 * @param asOf the instant it is for
 * @param plannedAt when it was asked for
 * @param expiresAt when what is not delivered expires
 * @param closedAt when nothing waited in it any more; absent while something does
 * @param stopReason why it was stopped, if it was
 * @param mailsLeftAt when its mails had left the ledger; its account stays
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Edition")
public record EditionEntry(
        long id,
        String kind,
        Instant asOf,
        Instant plannedAt,
        Instant expiresAt,
        @Nullable Instant closedAt,
        @Nullable String stopReason,
        @Nullable Instant mailsLeftAt) {

    static EditionEntry of(Edition edition) {
        return new EditionEntry(
                edition.id(),
                edition.kindName(),
                edition.asOf(),
                edition.plannedAt(),
                edition.expiresAt(),
                edition.closedAt(),
                edition.stopReason(),
                edition.leftAt());
    }
}
