package org.papertide.ingest.outbox;

/**
 * A record that waits.
 *
 * @param id in the order of which rows of one key are to be published
 */
record OutboxRow(long id, OutboxRecord message) {

    /** What its size counts as, in characters. */
    int size() {
        return message.value().length() + message.headers().length();
    }

    /** Records that must keep their order share it. */
    String orderKey() {
        return message.topic().name() + ' ' + message.key();
    }
}
