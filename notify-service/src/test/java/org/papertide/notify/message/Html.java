package org.papertide.notify.message;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the HTML that we write, for tests only. */
final class Html {

    private Html() {}

    /** The texts between tags, of the body. */
    static List<String> texts(String html) {
        String body = html.substring(html.indexOf("<body")).replaceAll("(?s)<!--.*?-->", "");
        List<String> texts = new ArrayList<>();
        for (String part : Pattern.compile("<[^>]*>").split(body, -1)) {
            String text = unescape(part).strip();
            if (!text.isEmpty()) {
                texts.add(text);
            }
        }
        return texts;
    }

    static List<String> attributes(String html, String name) {
        return matches(html, "\\s" + name + "=\"([^\"]*)\"");
    }

    static List<String> matches(String html, String pattern) {
        List<String> found = new ArrayList<>();
        Matcher matcher = Pattern.compile(pattern).matcher(html);
        while (matcher.find()) {
            found.add(unescape(matcher.group(1)));
        }
        return found;
    }

    private static String unescape(String text) {
        return text.replace("&nbsp;", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }
}
