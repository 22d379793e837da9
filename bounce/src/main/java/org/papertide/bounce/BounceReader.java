package org.papertide.bounce;

import java.io.IOException;
import java.io.InputStream;
import org.papertide.bounce.mime.MailParser;
import org.papertide.bounce.mime.ParsedMail;
import org.papertide.bounce.mime.PlainText;

/**
 * Reads mails that came back. Reads at most {@link MailParser#MAX_BYTES} of each, in time that
 * grows with what it reads, and gives an answer for whatever bytes come. Safe for use by several
 * threads.
 */
public final class BounceReader {

    /**
     * Reads one mail.
     *
     * @throws IOException if the stream cannot be read; never because of what is in it
     */
    public ReturnedMail read(InputStream mail) throws IOException {
        ParsedMail parsed = MailParser.parse(mail);
        Classification classification = MailClassifier.judge(parsed);
        return new ReturnedMail(
                classification.kind(),
                classification.code(),
                classification.recipient(),
                reason(classification),
                oneLine(classification.words()),
                EnvelopeAddresses.sentTo(parsed.fields()),
                EnvelopeAddresses.sentFrom(parsed));
    }

    private static String reason(Classification classification) {
        String line = oneLine(classification.reason());
        return line.isEmpty() ? "no reason given" : line;
    }

    /** Without what controls a terminal and runs of spaces, and cut. */
    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length() && line.length() < ReturnedMail.MAX_REASON; i++) {
            char c = text.charAt(i);
            boolean space = Character.isWhitespace(c) || Character.isISOControl(c);
            if (!space) {
                line.append(PlainText.isPlain(c) ? c : '?');
            } else if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
        }
        return line.toString().strip();
    }
}
