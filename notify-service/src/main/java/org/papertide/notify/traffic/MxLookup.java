package org.papertide.notify.traffic;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asks for the hosts that receive the mail of a domain. */
@FunctionalInterface
public interface MxLookup {

    /**
     * Asks, without waiting.
     *
     * @param domain in ASCII form
     * @return the names of the hosts, in lower case and without a final dot; empty if the domain
     *     has none. Fails if there was no answer.
     */
    CompletionStage<List<String>> hosts(String domain);

    /**
     * Asks, without waiting, whether a domain is not there, or says that it takes no mail (RFC
     * 7505). Fails if there was no answer.
     */
    default CompletionStage<Boolean> isGone(String domain) {
        return CompletableFuture.completedFuture(false);
    }
}
