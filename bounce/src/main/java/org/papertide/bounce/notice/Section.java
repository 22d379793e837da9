package org.papertide.bounce.notice;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.papertide.bounce.mime.Addresses;

/**
 * What a notice says of one recipient.
 *
 * @param recipient its address
 * @param text from where it is named to where the next one is
 */
public record Section(String recipient, String text) {

    private static final int MOST = 100;

    /**
     * The sections of a text: each begins at a line that begins with an address, and is indented no
     * more than the first one: what servers say is wrapped, or indented, below whom they speak of.
     *
     * @param isRecipient whether an address may be one
     */
    public static List<Section> of(String text, Predicate<String> isRecipient) {
        Map<String, StringBuilder> sections = new LinkedHashMap<>();
        StringBuilder section = new StringBuilder();
        int most = Integer.MAX_VALUE;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            String address = leading(line);
            if (!address.isEmpty()
                    && indent(line) <= most
                    && sections.size() < MOST
                    && isRecipient.test(address)) {
                section = sections.computeIfAbsent(address, _ -> new StringBuilder());
                most = Math.min(most, indent(line));
            }
            section.append(line).append('\n');
        }
        return sections.entrySet().stream()
                .map(entry -> new Section(entry.getKey(), entry.getValue().toString()))
                .toList();
    }

    private static int indent(String line) {
        int at = 0;
        while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
            at++;
        }
        return at;
    }

    /** The address that a line begins with, bare, in brackets or in quotes; else empty. */
    private static String leading(String line) {
        int at = 0;
        while (at < line.length() && at < 20 && " \t*-<\"'(>".indexOf(line.charAt(at)) >= 0) {
            at++;
        }
        if (line.startsWith("mailto:", at)) {
            at += 7;
        }
        String rest = line.substring(at, Math.min(line.length(), at + 320));
        return Addresses.first(rest).filter(rest::startsWith).orElse("");
    }
}
