package org.papertide.notify.returned;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What became of a list of suppressed addresses.
 *
 * @param lines how many lines said something of an address
 * @param suppressed how many addresses were not suppressed before
 * @param known how many were
 * @param wrong how many lines could not be taken
 * @param errors the first of these, and of those that were taken without their time
 */
@Schema(name = "SuppressionImport")
public record SuppressionImport(
        long lines, long suppressed, long known, long wrong, List<LineError> errors) {

    /**
     * Why a line, or the time in it, was not taken.
     *
     * @param line its number, from 1
     * @param detail the reason, for people
     */
    @Schema(name = "SuppressionLineError")
    public record LineError(long line, String detail) {}

    public SuppressionImport {
        errors = List.copyOf(errors);
    }
}
