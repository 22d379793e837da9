package org.papertide.ranking.api.assistant;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** What assistants may ask by the Model Context Protocol. */
@ConfigMapping(prefix = "papertide.api.assistant")
public interface AssistantSettings {

    /**
     * Most requests a minute from one client (IPv4 address, IPv6 /64) at {@code /mcp}; a further
     * one is answered with 429. A question to a tool is a request; so is the start of a
     * conversation, which uses memory for half a minute.
     */
    @WithDefault("120")
    @Min(1)
    @Max(1_000_000)
    int requestsPerMinute();
}
