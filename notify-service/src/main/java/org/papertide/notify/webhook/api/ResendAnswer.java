package org.papertide.notify.webhook.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What is sent again.
 *
 * @param planned how many events; none that waits already
 * @param more whether there are more in the time that was asked for
 * @param next where they begin: ask for the same with it as after; absent if there are none
 */
@Schema(name = "ResendAnswer")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ResendAnswer(int planned, boolean more, @Nullable Long next) {}
