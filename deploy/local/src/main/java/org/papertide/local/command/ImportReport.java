package org.papertide.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * Prints what the service imported of a file and what it refused.
 *
 * @param out where it is printed
 */
record ImportReport(PrintStream out) {

    /** Prints the counts, and the reason of every refusal. */
    void account(Path file, JsonNode account) {
        JsonNode papers = account.path("papers");
        JsonNode signals = account.path("readings");
        out.printf(
                "%s: %s: papers %d new, %d changed, %d unchanged, %d refused;"
                        + " signals %d new, %d known, %d refused%n",
                file,
                account.path("format").asText("unknown form"),
                papers.path("new").asLong(),
                papers.path("changed").asLong(),
                papers.path("unchanged").asLong(),
                papers.path("refused").asLong(),
                signals.path("new").asLong(),
                signals.path("known").asLong(),
                signals.path("refused").asLong());
        reasons("refused", account.path("refusals"), account.path("moreRefusals").asLong());
        reasons("left out", account.path("leftOut"), account.path("moreLeftOut").asLong());
    }

    private void reasons(String what, JsonNode reasons, long more) {
        for (JsonNode reason : reasons) {
            out.printf(
                    "  %s: %s: %s%n",
                    what, reason.path("where").asText(), reason.path("reason").asText());
        }
        if (more > 0) {
            out.printf("  %s: and %d more%n", what, more);
        }
    }
}
