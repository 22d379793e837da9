package org.papertide.bounce.report;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.papertide.bounce.mime.Addresses;
import org.papertide.bounce.mime.HeaderFields;

/**
 * The address in a field such as {@code Original-Recipient: rfc822; jane@example.org}, as the
 * sender would write it.
 */
final class ReportedAddress {

    private static final String HEX = "0123456789ABCDEFabcdef";
    private static final int LONGEST_POINT = 6;

    /** Of an address, in characters (RFC 5321, 4.5.3.1). */
    private static final int LONGEST = 320;

    private ReportedAddress() {}

    /** The address of a field; empty if it has none. */
    static Optional<String> find(HeaderFields fields, String name) {
        return fields.find(name).flatMap(value -> read(fields, value));
    }

    private static Optional<String> read(HeaderFields fields, String value) {
        String type = value.substring(0, Math.max(0, value.indexOf(';'))).strip();
        if (type.toLowerCase(Locale.ROOT).equals("utf-8")) {
            String plain = withoutCodePoints(value);
            return whole(plain.substring(type.length() + 1)).or(() -> Addresses.first(plain));
        }
        Optional<String> address = Addresses.first(value);
        String plain = withoutXtext(value);
        if (plain.equals(value)) {
            return address.or(() -> whole(value.substring(value.indexOf(';') + 1)));
        }
        // "a+2Bb" may be what somebody is called: only the other field says that it is not.
        return Addresses.first(plain).filter(each -> isConfirmed(fields, each)).or(() -> address);
    }

    /**
     * All of the value, if it can be one address: in a text nobody could say where a domain ends in
     * a language without spaces.
     */
    private static Optional<String> whole(String value) {
        String address = value.strip();
        int at = address.indexOf('@');
        boolean fits =
                at > 0
                        && at == address.lastIndexOf('@')
                        && at < address.length() - 1
                        && address.length() <= LONGEST
                        && address.chars().allMatch(c -> isPart((char) c));
        return fits ? Optional.of(address) : Optional.empty();
    }

    private static boolean isPart(char c) {
        return Character.isLetterOrDigit(c)
                || Character.getType(c) == Character.NON_SPACING_MARK
                || "!#$%&'*+-/=?^_`{|}~.@".indexOf(c) >= 0;
    }

    private static boolean isConfirmed(HeaderFields fields, String address) {
        return fields.find("final-recipient")
                .flatMap(Addresses::first)
                .filter(address::equalsIgnoreCase)
                .isPresent();
    }

    /** Some repeat the parameter ORCPT as it came: {@code a+2Bb@example.org} (RFC 3461, 4). */
    private static String withoutXtext(String value) {
        StringBuilder plain = new StringBuilder(value.length());
        int at = 0;
        while (at < value.length()) {
            boolean encoded =
                    value.charAt(at) == '+'
                            && at + 2 < value.length()
                            && isHex(value, at + 1, at + 3);
            if (encoded) {
                plain.append((char) HexFormat.fromHexDigits(value, at + 1, at + 3));
            } else {
                plain.append(value.charAt(at));
            }
            at += encoded ? 3 : 1;
        }
        return plain.toString();
    }

    /**
     * Characters beyond ASCII where a server had no way for them: {@code \\x{FC}} (RFC 6533, 3).
     */
    private static String withoutCodePoints(String value) {
        StringBuilder plain = new StringBuilder(value.length());
        int at = 0;
        while (at < value.length()) {
            int end = value.startsWith("\\x{", at) ? codePointEnd(value, at + 3) : -1;
            int point = end < 0 ? -1 : HexFormat.fromHexDigits(value, at + 3, end);
            if (Character.isValidCodePoint(point) && point > ' ') {
                plain.appendCodePoint(point);
                at = end + 1;
            } else {
                plain.append(value.charAt(at));
                at++;
            }
        }
        return plain.toString();
    }

    /** Where the closing brace is; -1 without, or without digits before it. */
    private static int codePointEnd(String value, int from) {
        int end = value.indexOf('}', from, Math.min(value.length(), from + LONGEST_POINT + 1));
        return end > from && isHex(value, from, end) ? end : -1;
    }

    private static boolean isHex(String value, int from, int to) {
        return value.substring(from, to).chars().allMatch(c -> HEX.indexOf(c) >= 0);
    }
}
