package org.papertide.notify.message;

/**
 * A message as rendered once per distinct content, with {@link PersonalLink} placeholders in text
 * and HTML where each recipient's own links go.
 *
 * @param subject one line, without any control character, at most {@value #MAX_SUBJECT} characters
 * @param text the text part; it has all that the HTML has
 * @param html the HTML part
 */
public record RenderedMessage(String subject, String text, String html) {

    public static final int MAX_SUBJECT = 200;

    public RenderedMessage {
        if (subject.isBlank() || subject.length() > MAX_SUBJECT) {
            throw new IllegalArgumentException("subject: blank or too long");
        }
        if (subject.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("subject: holds a control character");
        }
    }
}
