package org.papertide.ranking.api.contract;

import java.nio.charset.StandardCharsets;

/** A page of elements, attributes and text, all of them escaped. */
final class Html {

    private final StringBuilder out = new StringBuilder("<!DOCTYPE html>\n");

    /** Opens an element; attributes are names and values in turn. */
    Html open(String name, String... attributes) {
        out.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
        out.append('>');
        return this;
    }

    Html close(String name) {
        out.append("</").append(name).append(">\n");
        return this;
    }

    Html text(String text) {
        escape(text);
        return this;
    }

    /** An element with text. */
    Html element(String name, String text, String... attributes) {
        return open(name, attributes).text(text).close(name);
    }

    /** The style of the page: ours, with nothing to escape. */
    Html style(String css) {
        out.append("<style>").append(css).append("</style>\n");
        return this;
    }

    byte[] toBytes() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                default -> out.append(c);
            }
        }
    }
}
