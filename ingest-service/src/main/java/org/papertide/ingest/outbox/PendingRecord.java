package org.papertide.ingest.outbox;

/**
 * A record that waits to be published.
 *
 * @param id in the order of which records of one key are to be published
 */
record PendingRecord(long id, OutboxRecord message) {

    /** What its size counts as, in characters. */
    int size() {
        return message.value().length() + message.headers().length();
    }

    /** Records that must keep their order share it. */
    String orderKey() {
        return message.topic().name() + ' ' + message.key();
    }
}
