package org.papertide.local.mailcheck;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.james.jdkim.tagvalue.TagValue;

/** A list of tags, the form of DKIM's and DMARC's records (RFC 6376, 3.2). */
final class TagList extends TagValue {

    /**
     * @throws IllegalArgumentException if it is none
     */
    static TagList of(String text) {
        try {
            return new TagList(text);
        } catch (IllegalStateException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("is no list of tags such as v=…; p=…", e);
        }
    }

    private TagList(String text) {
        super(text);
    }

    /** In the order of the text: in some lists one tag has to be the first. */
    @Override
    protected Map<String, CharSequence> newTagValue() {
        return new LinkedHashMap<>();
    }

    Optional<String> find(String tag) {
        return Optional.ofNullable(getValue(tag)).map(CharSequence::toString);
    }

    String get(String tag, String otherwise) {
        return find(tag).orElse(otherwise);
    }

    boolean beginsWith(String tag) {
        return !getTags().isEmpty() && getTags().iterator().next().equals(tag);
    }
}
