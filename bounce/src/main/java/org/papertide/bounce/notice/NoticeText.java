package org.papertide.bounce.notice;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.papertide.bounce.mime.HeaderFields;
import org.papertide.bounce.rule.PhraseBook;
import org.papertide.bounce.rule.PlainWords;

/**
 * A notice, cut where the copy of the mail begins.
 *
 * @param text what the server wrote
 * @param copy the header of the mail that it is about; empty if there is none
 */
public record NoticeText(String text, HeaderFields copy) {

    private static final PhraseBook COPY_BEGINS = PhraseBook.read("copy-begins.txt");

    /** Who did "not receive a copy" is named below. */
    private static final String NO_COPY = "not receive";

    private static final int HEADER_LINES = 3;
    private static final Set<String> SURE =
            Set.of("received", "return-path", "message-id", "delivered-to", "mime-version");

    /** Cuts a text in two. */
    public static NoticeText of(String text) {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = unquoted(lines.get(i));
            if (isMarker(line) || isHeader(lines, i)) {
                return cut(lines, i);
            }
        }
        return new NoticeText(withoutSubjects(lines), HeaderFields.NONE);
    }

    private static NoticeText cut(List<String> lines, int at) {
        List<String> header = new ArrayList<>();
        boolean begun = false;
        for (String quoted : lines.subList(at, lines.size())) {
            String line = unquoted(quoted);
            if (begun && line.isBlank()) {
                break;
            }
            begun |= !line.isBlank() && nameLength(line) > 0;
            if (begun) {
                header.add(line);
            }
        }
        return new NoticeText(withoutSubjects(lines.subList(0, at)), HeaderFields.of(header));
    }

    /** Without the subject of our own mail, whose words are nobody's reason. */
    private static String withoutSubjects(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.strip().regionMatches(true, 0, "subject:", 0, 8))
                .collect(Collectors.joining("\n"));
    }

    private static boolean isMarker(String line) {
        if (line.isBlank() || line.length() >= 200) {
            return false;
        }
        PlainWords words = PlainWords.of(line);
        return COPY_BEGINS.isIn(words) && !words.toString().contains(NO_COPY);
    }

    /** Whether a header begins here: some fields in a row, one of which only a mail has. */
    private static boolean isHeader(List<String> lines, int from) {
        if (nameLength(unquoted(lines.get(from))) == 0) {
            return false;
        }
        int fields = 0;
        boolean sure = false;
        for (int i = from; i < lines.size() && i < from + 12; i++) {
            String line = unquoted(lines.get(i));
            int length = nameLength(line);
            if (length > 0) {
                fields++;
                sure |= SURE.contains(line.substring(0, length).toLowerCase(Locale.ROOT));
            } else if (line.isBlank() || !Character.isWhitespace(line.charAt(0))) {
                break;
            }
        }
        return sure && fields >= HEADER_LINES;
    }

    private static int nameLength(String line) {
        int colon = line.indexOf(':');
        if (colon < 2 || colon > 40) {
            return 0;
        }
        for (int i = 0; i < colon; i++) {
            char c = line.charAt(i);
            if ((!Character.isLetterOrDigit(c) || c >= 0x7f) && c != '-') {
                return 0;
            }
        }
        return colon;
    }

    private static String unquoted(String line) {
        return line.startsWith("> ") ? line.substring(2) : line;
    }
}
