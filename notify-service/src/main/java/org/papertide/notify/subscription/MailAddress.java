package org.papertide.notify.subscription;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.papertide.bounce.domain.AsciiDomain;
import org.papertide.platform.hashing.Sha256;

/**
 * A mailbox that can be mailed to: RFC 5321 {@code Dot-string@Domain} with the lengths of section
 * 4.5.3.1, local parts in UTF-8 as RFC 6531 extends them, domains in IDNA form.
 *
 * <p>Refused although RFC 5321 allows them: quoted local parts and address literals (nobody
 * subscribes with them, header and command injection do), and domains of one label other than
 * {@code localhost}.
 *
 * @param local the local part as given, in NFC
 * @param domain the domain in lower-case ASCII form
 */
public record MailAddress(String local, String domain) {

    /** RFC 5321 4.5.3.1.3: a path is at most 256 octets, angle brackets included. */
    public static final int MAX_OCTETS = 254;

    private static final int MAX_LOCAL_OCTETS = 64;
    private static final int MAX_LABEL = 63;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");

    /** What a text turned out to be. */
    public sealed interface Parsed {

        record Valid(MailAddress address) implements Parsed {}

        /** Not to be mailed to; the reason says what to change, for people. */
        record Invalid(String reason) implements Parsed {}
    }

    /** Reads an address as somebody typed it; spaces around it are no part of it. */
    public static Parsed parse(String typed) {
        String trimmed = withoutSpacesAround(typed);
        if (trimmed.length() > MAX_OCTETS) {
            return new Parsed.Invalid("The address is too long.");
        }
        String text = Normalizer.normalize(trimmed, Normalizer.Form.NFC);
        int at = text.lastIndexOf('@');
        if (at < 1 || at == text.length() - 1) {
            return new Parsed.Invalid("Please give an address such as name@example.org.");
        }
        String local = text.substring(0, at);
        if (octets(text) > MAX_OCTETS || octets(local) > MAX_LOCAL_OCTETS) {
            return new Parsed.Invalid("The address is too long.");
        }
        if (!isDotString(local)) {
            return new Parsed.Invalid(
                    "Please check the part before the @: letters, digits, dots and signs such as + are"
                            + " possible, spaces are not.");
        }
        String domain;
        try {
            domain = AsciiDomain.of(text.substring(at + 1));
        } catch (IllegalArgumentException e) {
            return new Parsed.Invalid("Please check the part after the @: " + e.getMessage() + ".");
        }
        if (!isDomain(domain) || octets(local) + 1 + domain.length() > MAX_OCTETS) {
            return new Parsed.Invalid("Please check the part after the @: it is not a domain.");
        }
        return new Parsed.Valid(new MailAddress(local, domain));
    }

    /** As it is mailed to. */
    public String value() {
        return local + "@" + domain;
    }

    /**
     * Equal for equal mailboxes: without case, since no receiver of note distinguishes names by
     * their case.
     */
    public String key() {
        return local.toLowerCase(Locale.ROOT) + "@" + domain;
    }

    /** SHA-256 of the key, in hex. It is no secret name of the mailbox: addresses can be tried. */
    public String plainHash() {
        return plainHash(key());
    }

    /** The same of a key. */
    public static String plainHash(String key) {
        return Sha256.hex(key);
    }

    /** Never the address: logs hold none. */
    @Override
    public String toString() {
        return "MailAddress[…]";
    }

    /** In one pass: a regular expression would walk a run of spaces once for each of them. */
    private static String withoutSpacesAround(String typed) {
        int start = 0;
        int end = typed.length();
        while (start < end && typed.charAt(start) == ' ') {
            start++;
        }
        while (end > start && typed.charAt(end - 1) == ' ') {
            end--;
        }
        return typed.substring(start, end);
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean isDotString(String local) {
        boolean afterDot = true;
        for (int i = 0; i < local.length(); ) {
            int c = local.codePointAt(i);
            if (c == '.' ? afterDot : !isAtomText(c)) {
                return false;
            }
            afterDot = c == '.';
            i += Character.charCount(c);
        }
        return !afterDot;
    }

    /** RFC 5322 atext, and beyond ASCII what is a letter, a mark or a digit. */
    private static boolean isAtomText(int c) {
        if (c < 0x80) {
            return (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
        }
        return switch (Character.getType(c)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.DECIMAL_DIGIT_NUMBER ->
                    true;
            default -> false;
        };
    }

    private static boolean isDomain(String domain) {
        String[] labels = domain.split("\\.", -1);
        for (String label : labels) {
            if (label.length() > MAX_LABEL || !LABEL.matcher(label).matches()) {
                return false;
            }
        }
        boolean numeric = labels[labels.length - 1].chars().allMatch(Character::isDigit);
        return !numeric && (labels.length > 1 || domain.equals("localhost"));
    }
}
