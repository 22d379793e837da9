package org.papertide.events.contract;

/**
 * A change that breaks a consumer.
 *
 * @param rule which kind
 * @param where document and path, such as {@code score.v1.json /properties/score}
 * @param what was changed
 */
record Breach(Rule rule, String where, String what) {

    @Override
    public String toString() {
        return "%s: %s (%s)".formatted(where, rule.words(), what);
    }
}
