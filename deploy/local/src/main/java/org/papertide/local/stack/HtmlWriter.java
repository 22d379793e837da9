package org.papertide.local.stack;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes an HTML document. Every text and every attribute value is escaped here, and nothing can be
 * written unescaped. Elements are closed in the order in which they were opened. Not thread-safe.
 */
final class HtmlWriter {

    private final StringBuilder out = new StringBuilder("<!doctype html>\n");
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Opens an element.
     *
     * @param attributes name and value in turn
     */
    HtmlWriter open(String element, String... attributes) {
        tag(element, attributes);
        open.push(element);
        return this;
    }

    /** Closes the element that was opened last. */
    HtmlWriter close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** Writes an element that has no content, such as {@code meta}. */
    HtmlWriter empty(String element, String... attributes) {
        tag(element, attributes);
        return this;
    }

    /** Writes an element whose content is text. */
    HtmlWriter element(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close();
    }

    /** Writes text. */
    HtmlWriter text(String text) {
        escape(text);
        return this;
    }

    /**
     * The document.
     *
     * @throws IllegalStateException if an element is open
     */
    String finish() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("open: " + open);
        }
        return out.append('\n').toString();
    }

    private void tag(String element, String... attributes) {
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
        out.append('>');
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
    }
}
