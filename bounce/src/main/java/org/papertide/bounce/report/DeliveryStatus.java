package org.papertide.bounce.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.bounce.mime.HeaderFields;
import org.papertide.bounce.rule.StatusCode;

/**
 * What a delivery report says of one recipient (RFC 3464, 2.3).
 *
 * @param recipient the address as the sender wrote it, else as the server did; null if neither is
 *     an address
 * @param action what happened, in lower case; empty if it does not say
 * @param status the status code; null if it is none
 * @param diagnostic the reply of the other server, or words; empty if it does not say
 */
public record DeliveryStatus(
        @Nullable String recipient, String action, @Nullable StatusCode status, String diagnostic) {

    private static final int MAX_RECIPIENTS = 100;

    /** What the text of a report says, recipient by recipient. */
    public static List<DeliveryStatus> read(String text) {
        List<DeliveryStatus> found = new ArrayList<>();
        List<String> group = new ArrayList<>();
        boolean hasFinal = false;
        boolean hasOriginal = false;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            boolean isFinal = startsWith(line, "final-recipient:");
            boolean isOriginal = startsWith(line, "original-recipient:");
            if (line.isBlank() || (hasFinal && isFinal) || (hasOriginal && isOriginal)) {
                add(found, group);
                group.clear();
                hasFinal = false;
                hasOriginal = false;
            }
            hasFinal |= isFinal;
            hasOriginal |= isOriginal;
            group.add(line);
        }
        add(found, group);
        return List.copyOf(found);
    }

    private static boolean startsWith(String line, String name) {
        return line.regionMatches(true, 0, name, 0, name.length());
    }

    private static void add(List<DeliveryStatus> found, List<String> group) {
        HeaderFields fields = HeaderFields.of(group);
        boolean isRecipient =
                Stream.of("final-recipient", "original-recipient", "action", "status")
                        .anyMatch(fields::has);
        if (isRecipient && found.size() < MAX_RECIPIENTS) {
            found.add(of(fields));
        }
    }

    private static DeliveryStatus of(HeaderFields fields) {
        return new DeliveryStatus(
                ReportedAddress.find(fields, "original-recipient")
                        .or(() -> ReportedAddress.find(fields, "final-recipient"))
                        .or(() -> ReportedAddress.find(fields, "x-actual-recipient"))
                        .orElse(null),
                fields.find("action").map(DeliveryStatus::firstWord).orElse(""),
                fields.find("status").flatMap(StatusCode::find).orElse(null),
                diagnostic(fields));
    }

    /** The other server's words, and those that the reporting one adds. */
    private static String diagnostic(HeaderFields fields) {
        return Stream.of(
                        fields.find("diagnostic-code").map(DeliveryStatus::withoutType),
                        fields.find("x400-supplementary-info"),
                        fields.find("status").map(DeliveryStatus::remark))
                .flatMap(Optional::stream)
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining(" "));
    }

    /** What follows the code, often in parentheses. */
    private static String remark(String status) {
        int space = status.indexOf(' ');
        return space < 0 ? "" : status.substring(space + 1);
    }

    private static String firstWord(String value) {
        int end = 0;
        while (end < value.length() && Character.isLetter(value.charAt(end))) {
            end++;
        }
        return value.substring(0, end).toLowerCase(Locale.ROOT);
    }

    /** Without "smtp;" before it. */
    private static String withoutType(String value) {
        int semicolon = value.indexOf(';');
        boolean typed =
                semicolon > 0
                        && semicolon < 20
                        && value.substring(0, semicolon)
                                .strip()
                                .chars()
                                .noneMatch(Character::isWhitespace);
        return typed ? value.substring(semicolon + 1).strip() : value;
    }
}
