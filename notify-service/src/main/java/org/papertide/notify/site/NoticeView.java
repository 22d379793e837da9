package org.papertide.notify.site;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page with one message and at most one button.
 *
 * @param page what every page needs
 * @param heading the message in a few words
 * @param paragraphs what it means and what follows
 * @param button what to do about it; null if nothing
 * @param links where to go from here
 */
public record NoticeView(
        Page page,
        String heading,
        List<String> paragraphs,
        @Nullable Button button,
        List<Link> links) {

    public NoticeView {
        paragraphs = List.copyOf(paragraphs);
        links = List.copyOf(links);
    }

    /**
     * A form with nothing but a button.
     *
     * @param action where it is posted
     * @param label what is read
     */
    public record Button(String action, String label) {}

    /** A link with its label. */
    public record Link(String href, String label) {}
}
