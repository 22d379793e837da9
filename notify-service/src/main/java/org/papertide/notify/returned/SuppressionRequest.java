package org.papertide.notify.returned;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * An address that an operator suppresses.
 *
 * @param address the address, or its hash as the list has it
 * @param reason why; default: that an operator asked for it
 */
@SuppressWarnings("MultipleNullnessAnnotations") // Null until it is validated.
public record SuppressionRequest(
        @NotNull(message = "Please give an address.") @Nullable String address,
        @Size(max = SuppressionLine.MAX_REASON, message = "Please give at most {max} characters.")
                @Nullable String reason) {

    /** Never the address. */
    @Override
    public String toString() {
        return "SuppressionRequest[…]";
    }
}
