package org.papertide.notify.signup;

/** All that is kept about a subscriber, for themselves. */
public sealed interface ExportResult {

    /** A JSON document, for download. */
    record Document(String json) implements ExportResult {}

    /** The link is too old. */
    record Expired() implements ExportResult {}

    /** Not a link of ours, or its subscription was erased. */
    record Unknown() implements ExportResult {}
}
