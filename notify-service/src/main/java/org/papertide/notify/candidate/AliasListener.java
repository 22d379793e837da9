package org.papertide.notify.candidate;

import org.hibernate.StatelessSession;

/** Learns, within the same transaction, that papers are known under other identities now. */
@FunctionalInterface
public interface AliasListener {

    /**
     * Row by row, a paper's old identity and the one that holds now.
     *
     * @param aliases old identities
     * @param papers as many identities that hold now
     */
    void renamed(StatelessSession session, String[] aliases, String[] papers);
}
