package org.papertide.notify.site;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.signup.PaperNames;

/**
 * Entries in one text field: commas, semicolons or line ends are between them. An entry that has
 * such a sign itself is in double quotes, as in CSV (RFC 4180): {@code "Jordan, Michael", Ada}.
 * What {@link #format} writes, {@link #parse} reads back.
 */
final class EntryList {

    private static final String SEPARATORS = ",;\r\n";

    /** The longest entry of any field, with each of its signs doubled, and the quotes around it. */
    private static final int MAX_QUOTED = 2 * Math.max(Interest.MAX_ENTRY, PaperNames.MAX_TEXT) + 2;

    private final String text;
    private int at;

    private EntryList(String text) {
        this.text = text;
    }

    /**
     * The entries of the texts, without empty ones. It ends with the second entry above the limit
     * of a list, which is enough to refuse it.
     */
    static List<String> parse(List<String> texts) {
        List<String> entries = new ArrayList<>();
        for (String text : texts) {
            EntryList list = new EntryList(text);
            while (list.at < text.length() && entries.size() <= Interest.MAX_ENTRIES + 1) {
                String entry = list.next().strip();
                if (!entry.isEmpty() && !entries.contains(entry)) {
                    entries.add(entry);
                }
            }
        }
        return entries;
    }

    /** The entries as they are shown in a field. */
    static String format(List<String> entries) {
        return entries.stream().map(EntryList::quoted).collect(Collectors.joining(", "));
    }

    private static String quoted(String entry) {
        boolean plain =
                !entry.startsWith("\"") && entry.chars().noneMatch(c -> SEPARATORS.indexOf(c) >= 0);
        return plain ? entry : '"' + entry.replace("\"", "\"\"") + '"';
    }

    private String next() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        int end = at < text.length() && text.charAt(at) == '"' ? closingQuote(at) : -1;
        if (end >= 0) {
            String entry = text.substring(at + 1, end).replace("\"\"", "\"");
            at = afterSeparator(end + 1);
            return entry;
        }
        int start = at;
        at = afterSeparator(start);
        int stop = at > start && isSeparator(at - 1) ? at - 1 : at;
        return text.substring(start, stop);
    }

    /**
     * Where the quote that opens here ends, before a separator; -1 if it is a sign of the entry.
     */
    private int closingQuote(int open) {
        int limit = Math.min(text.length(), open + MAX_QUOTED);
        for (int i = open + 1; i < limit; i++) {
            if (text.charAt(i) == '"') {
                if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    i++;
                } else {
                    return isLastOfEntry(i) ? i : -1;
                }
            }
        }
        return -1;
    }

    private boolean isLastOfEntry(int quote) {
        int next = quote + 1;
        while (next < text.length() && text.charAt(next) == ' ') {
            next++;
        }
        return next == text.length() || isSeparator(next);
    }

    private int afterSeparator(int from) {
        int next = from;
        while (next < text.length() && !isSeparator(next)) {
            next++;
        }
        return Math.min(text.length(), next + 1);
    }

    private boolean isSeparator(int index) {
        return SEPARATORS.indexOf(text.charAt(index)) >= 0;
    }
}
