package org.papertide.bounce.mime;

import java.util.List;

/**
 * A mail, read.
 *
 * @param fields its own header
 * @param parts its readable parts in their order; at least one unless the mail is empty
 */
public record ParsedMail(HeaderFields fields, List<MailPart> parts) {

    public ParsedMail {
        parts = List.copyOf(parts);
    }
}
