package org.papertide.notify.webhook.api;

import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What somebody read at the target.
 *
 * @param challenge that was sent there
 */
@Schema(name = "ChallengeEcho")
public record ChallengeEcho(
        @Schema(description = "The challenge that was sent to the target")
                @Size(max = 100, message = "That is no challenge of ours.")
                @Nullable String challenge) {}
