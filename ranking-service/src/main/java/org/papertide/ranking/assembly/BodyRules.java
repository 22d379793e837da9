package org.papertide.ranking.assembly;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.papertide.platform.guard.BodyRule;

/** How large a body may be where anybody may send one, and for the operator's models. */
class BodyRules {

    /** A question to a tool. Its reader is not ours, and takes what comes: it has to be known. */
    @Produces
    @Singleton
    static BodyRule questions() {
        return BodyRule.upTo("/mcp", 64 * 1024).ofAnnounced();
    }

    /** 32 texts of 500 characters, be each of them escaped. */
    @Produces
    @Singleton
    static BodyRule texts() {
        return BodyRule.upTo("/api/v1/vectors", 128 * 1024);
    }

    /** A model has some ten thousand characters. */
    @Produces
    @Singleton
    static BodyRule models() {
        return BodyRule.upTo("/api/v1/priors", 512 * 1024);
    }
}
