package org.papertide.ingest.source.arxiv;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.papertide.ingest.source.ListingBuilder;
import org.papertide.ingest.source.ListingBuilder.DateKind;

/**
 * What arXiv's daily feeds say of a paper besides its metadata, in RSS and in Atom alike.
 *
 * @param type {@code new}, {@code cross}, {@code replace}, {@code replace-cross}; relative to the
 *     categories that the feed was asked for, so a new paper of elsewhere is {@code cross}
 * @param abstractText the description without its preamble
 */
record Announcement(@Nullable String type, @Nullable String id, @Nullable String abstractText) {

    private static final Pattern PREAMBLE =
            Pattern.compile(
                    "\\s*arXiv:(\\S+)\\s+Announce Type:\\s*(\\S+)\\s+(?:Abstract:\\s*){0,2}(.*)",
                    Pattern.DOTALL);

    /** Reads the description, which begins with the id and the type. */
    static Announcement read(@Nullable String description, @Nullable String type) {
        if (description == null) {
            return new Announcement(type, null, null);
        }
        Matcher matcher = PREAMBLE.matcher(description);
        if (!matcher.matches()) {
            return new Announcement(type, null, FeedHtml.removed(description));
        }
        return new Announcement(
                type == null || type.isBlank() ? matcher.group(2) : type.strip(),
                matcher.group(1),
                FeedHtml.removed(matcher.group(3)));
    }

    /**
     * The paper's dates, given the day of the feed. Only what is {@code new} is announced on it: a
     * cross-listed paper may be years old.
     */
    void date(ListingBuilder draft, @Nullable String day) {
        switch (type == null ? "" : type.toLowerCase(Locale.ROOT)) {
            case "new" -> draft.date(DateKind.ANNOUNCED, day);
            case "replace", "replace-cross" -> draft.date(DateKind.UPDATED, day);
            default -> {
                // Cross-listed, or of a kind that is not known: neither new nor changed.
            }
        }
    }
}
