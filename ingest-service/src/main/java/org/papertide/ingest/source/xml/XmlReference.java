package org.papertide.ingest.source.xml;

import java.util.Set;

/** What stands between {@code &} and {@code ;} in a document without a document type. */
final class XmlReference {

    /** Longer names are of no entity; also bounds what is kept of a bare ampersand's text. */
    static final int MAX_LENGTH = 34;

    private static final Set<String> PREDEFINED = Set.of("amp", "lt", "gt", "quot", "apos");

    private XmlReference() {}

    /** Whether a reference may have this character in it. */
    static boolean isPart(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || character == '#';
    }

    /** Whether XML has it: one of five entities, or a character of XML by its number. */
    static boolean exists(String reference) {
        if (!reference.startsWith("#")) {
            return PREDEFINED.contains(reference);
        }
        boolean hex = reference.startsWith("#x");
        try {
            int character = Integer.parseInt(reference.substring(hex ? 2 : 1), hex ? 16 : 10);
            return character == '\t'
                    || character == '\n'
                    || character == '\r'
                    || (character >= 0x20 && character <= 0xd7ff)
                    || (character >= 0xe000 && character <= 0xfffd)
                    || (character >= 0x10000 && character <= 0x10ffff);
        } catch (NumberFormatException _) {
            return false;
        }
    }
}
