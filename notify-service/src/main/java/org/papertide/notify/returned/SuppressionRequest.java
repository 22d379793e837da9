package org.papertide.notify.returned;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An address that an operator suppresses.
 *
 * @param address the address, or its hash as the list has it
 * @param reason why; default: that an operator asked for it
 */
@SuppressWarnings("MultipleNullnessAnnotations") // Null until it is validated.
public record SuppressionRequest(
        @Schema(description = "The address, or its hash as the list has it")
                @NotNull(message = "Please give an address.")
                @Nullable String address,
        @Schema(description = "Why; default: an operator asked for it")
                @Size(
                        max = SuppressionLine.MAX_REASON,
                        message = "Please give at most {max} characters.")
                @Nullable String reason) {

    /** Never the address. */
    @Override
    public String toString() {
        return "SuppressionRequest[…]";
    }
}
