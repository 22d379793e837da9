package org.papertide.notify.message;

/** The text part of a mail: lines short enough for every reader, addresses whole. */
final class TextPart {

    /** RFC 5322, section 2.1.1 recommends no more than 78; quoted once it still fits. */
    static final int WIDTH = 76;

    private TextPart() {}

    /**
     * Breaks lines at spaces to at most {@value #WIDTH} characters; a word that is longer, such as
     * an address, has a line of its own, unbroken. What follows a break is indented as the line is;
     * after "- ", "* " or "3. " it is aligned with the text.
     */
    static String wrap(String text) {
        StringBuilder wrapped = new StringBuilder(text.length() + 64);
        for (String line : text.lines().toList()) {
            wrapLine(line.stripTrailing(), wrapped);
            wrapped.append('\n');
        }
        return wrapped.toString().replaceAll("\n{3,}", "\n\n").strip() + "\n";
    }

    private static void wrapLine(String line, StringBuilder out) {
        int indent = indent(line);
        int column = 0;
        int wordStart = 0;
        boolean first = true;
        while (wordStart < line.length()) {
            int end = line.indexOf(' ', first ? indent : wordStart);
            end = end < 0 ? line.length() : end;
            String word = line.substring(wordStart, end);
            int width = word.codePointCount(0, word.length());
            if (!first && column + 1 + width > WIDTH) {
                out.append('\n').append(" ".repeat(indent));
                column = indent;
            } else if (!first) {
                out.append(' ');
                column++;
            }
            out.append(word);
            column += width;
            wordStart = end + 1;
            first = false;
        }
    }

    private static int indent(String line) {
        int start = 0;
        while (start < line.length() && line.charAt(start) == ' ') {
            start++;
        }
        int marker = start;
        while (marker < line.length() && Character.isDigit(line.charAt(marker))) {
            marker++;
        }
        boolean item = line.startsWith("- ", start) || line.startsWith("* ", start);
        boolean numbered = marker > start && line.startsWith(". ", marker);
        return item ? start + 2 : numbered ? marker + 2 : start;
    }
}
