package org.papertide.notify.returned;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A suppressed address as operators see it.
 *
 * @param addressHash names it where the address is not kept
 * @param address absent where nobody subscribes with it, or its owner had it erased
 * @param reason why it is suppressed
 * @param at since when
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Suppression")
public record SuppressionEntry(
        String addressHash, @Nullable String address, String reason, Instant at) {

    /** Never the address. */
    @Override
    public String toString() {
        return "SuppressionEntry[" + addressHash + "]";
    }
}
