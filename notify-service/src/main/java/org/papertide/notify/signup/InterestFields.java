package org.papertide.notify.signup;

import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.Theme;

/**
 * What the OpenAPI document says of the members that make an interest, wherever a client sends
 * them.
 */
public final class InterestFields {

    public static final String FREQUENCY =
            "DAILY or WEEKLY for a digest, INSTANT for alerts; in any case; default: DAILY";

    public static final String TIMEZONE =
            "Where the hour is meant: an IANA name, such as Europe/Berlin, or an offset, such as +02:00,"
                    + " which is answered as UTC+02:00; default: UTC";

    public static final String HOUR =
            "The local hour of the digest; for instant alerts, of the digest with the rest of the day;"
                    + " default: "
                    + Interest.DEFAULT_HOUR;

    private static final String LIST = "; at most " + Interest.MAX_ENTRIES + "; default: any";

    public static final String CATEGORIES =
            "A paper is in one of these arXiv categories: such as cs.LG, or cs for all of an archive"
                    + LIST;

    public static final String INCLUDE =
            "Title or abstract holds one of these words or phrases" + LIST;

    public static final String EXCLUDE =
            "Neither title nor abstract holds any of these words or phrases; at most "
                    + Interest.MAX_ENTRIES;

    public static final String AUTHORS =
            "One of these wrote the paper; initials alone are no name" + LIST;

    public static final String MINIMUM_SCORE =
            "Least number of further upvotes, or what counts as one, that are expected within 24 hours;"
                    + " default: none";

    public static final String LIMIT =
            "Most papers in a digest; default: " + Interest.DEFAULT_LIMIT;

    private static final String TEXTS =
            "; at most "
                    + Theme.MAX_TEXTS
                    + " texts of up to "
                    + Theme.MAX_TEXT
                    + " characters each";

    public static final String ABOUT =
            "What papers are to be about, in the reader's own words: one that is near to any of these"
                    + " texts passes"
                    + TEXTS;

    public static final String NOT_ABOUT =
            "What papers are not to be about: one that is nearer to any of these texts than to what is"
                    + " wanted does not pass"
                    + TEXTS;

    public static final String LIKE =
            "Papers that others are to be like: an arXiv id, DOI or link, in any usual spelling; at"
                    + " most "
                    + Theme.MAX_LIKE;

    public static final String AMOUNT =
            "How many papers pass about and like: FEW, SOME or MANY, in any case; default: SOME";

    private InterestFields() {}
}
