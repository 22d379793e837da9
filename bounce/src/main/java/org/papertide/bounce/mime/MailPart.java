package org.papertide.bounce.mime;

/**
 * A readable part of a mail.
 *
 * @param type its media type in lower case, such as text/plain
 * @param fields its own header fields; for a mail that is quoted whole, that mail's header
 * @param text its text, decoded; at most {@link MailParser#MAX_TEXT} characters
 * @param quoted whether it belongs to a mail that is attached whole, or as its header
 */
public record MailPart(String type, HeaderFields fields, String text, boolean quoted) {}
