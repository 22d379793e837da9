package org.papertide.events.contract;

/**
 * What must not change within {@code v1}, and how it breaks a consumer. The words are those of
 * {@code docs/contract.md}.
 */
enum Rule {
    CHANNEL_REMOVED("a topic is removed"),
    CHANNEL_RENAMED("a topic is renamed"),
    OPERATION_REMOVED("an operation is removed or changed"),
    PARTITIONS_CHANGED("the number of partitions changes"),
    COMPACTION_CHANGED("a topic is compacted that was not, or no longer"),
    RETENTION_SHORTENED("records are kept for a shorter time"),
    RECORDS_LARGER("records become larger"),
    TOPIC_SETTING_CHANGED("another setting of a topic changes"),
    MESSAGE_REMOVED("a kind of message is removed"),
    MESSAGE_RENAMED("a kind of message is renamed"),
    MESSAGE_ADDED("a topic gets a further kind of message"),
    CONTENT_TYPE_CHANGED("the content type changes"),
    KEY_CHANGED("the key changes"),
    HEADER_CHANGED("a header is removed, becomes necessary or changes"),
    SCHEMA_REMOVED("a schema is removed"),
    SCHEMA_MOVED("a schema gets another `$id`"),
    PROPERTY_REMOVED("a property is removed or renamed"),
    NEWLY_REQUIRED("a property becomes required"),
    NO_LONGER_REQUIRED("a property is no longer required"),
    TYPE_CHANGED("a type changes"),
    VALUE_REMOVED("an `enum` loses a value"),
    VALUE_ADDED("an `enum` gets a further value"),
    RANGE_NARROWED("a bound becomes tighter"),
    RANGE_WIDENED("a bound becomes wider"),
    CONSTRAINT_CHANGED("another constraint changes (`pattern`, `format` and all others)");

    private final String words;

    Rule(String words) {
        this.words = words;
    }

    /** As the document says it. */
    String words() {
        return words;
    }
}
