package org.papertide.bounce.rule;

import java.util.Locale;

/** The step of an SMTP session (RFC 5321, 3) that was refused. */
public enum Phase {
    CONNECT,
    MAIL,
    RCPT,
    DATA,
    /** Nothing says which. */
    UNKNOWN;

    /** Yahoo's last line of a reply to that command. */
    private static final String YAHOO_RCPT = "[RCPT_TO]";

    private static final PhraseBook CONNECT_SIGNS = PhraseBook.read("phase-connect.txt");
    private static final PhraseBook MAIL_SIGNS = PhraseBook.read("phase-mail.txt");
    private static final PhraseBook RCPT_SIGNS = PhraseBook.read("phase-rcpt.txt");
    private static final PhraseBook DATA_SIGNS = PhraseBook.read("phase-data.txt");

    /** The first step that a text says was refused: as a transcript shows it, or in words. */
    public static Phase of(String text) {
        Phase shown = ofTranscript(text);
        return shown == UNKNOWN ? ofWords(PlainWords.of(text)) : shown;
    }

    /**
     * Sendmail shows what it said as {@code >>> DATA}, and the answer as {@code <<< 550}; others
     * have other arrows, behind the time of day.
     */
    private static Phase ofTranscript(String text) {
        Phase said = UNKNOWN;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            if (line.strip().equals(YAHOO_RCPT)) {
                return RCPT;
            }
            int out = behind(line, ">>> ", "--> ");
            int in = behind(line, "<<< ", "<-- ");
            if (out >= 0) {
                said = ofCommand(line.substring(out).toUpperCase(Locale.ROOT));
            } else if (in >= 0 && (line.startsWith("4", in) || line.startsWith("5", in))) {
                return said;
            }
        }
        return UNKNOWN;
    }

    /** Where the line goes on behind one of the arrows, without spaces; -1 without. */
    private static int behind(String line, String arrow, String otherArrow) {
        int at = Math.max(line.indexOf(arrow), line.indexOf(otherArrow));
        if (at < 0) {
            return -1;
        }
        int from = at + arrow.length();
        while (from < line.length() && line.charAt(from) == ' ') {
            from++;
        }
        return from;
    }

    private static Phase ofCommand(String command) {
        if (command.startsWith("DATA") || command.startsWith("BDAT")) {
            return DATA;
        }
        if (command.startsWith("RCPT")) {
            return RCPT;
        }
        if (command.startsWith("MAIL")) {
            return MAIL;
        }
        return command.startsWith("EHLO") || command.startsWith("HELO") ? CONNECT : UNKNOWN;
    }

    private static Phase ofWords(PlainWords words) {
        if (CONNECT_SIGNS.isIn(words)) {
            return CONNECT;
        }
        if (MAIL_SIGNS.isIn(words)) {
            return MAIL;
        }
        if (RCPT_SIGNS.isIn(words)) {
            return RCPT;
        }
        return DATA_SIGNS.isIn(words) ? DATA : UNKNOWN;
    }
}
