package org.papertide.notify.returned;

import java.util.regex.Pattern;
import org.papertide.notify.subscription.MailAddress;
import org.papertide.notify.suppression.AddressHashes;

/** What names an address in the suppression list: the address, or its hash. */
sealed interface SuppressedName {

    /** A hash as {@link AddressHashes} makes it. */
    Pattern HASH = Pattern.compile("\\d{1,3}:[0-9a-f]{64}");

    /** An address. */
    record OfAddress(MailAddress address) implements SuppressedName {
        @Override
        public String hash(AddressHashes hashes) {
            return hashes.of(address.plainHash());
        }
    }

    /** A hash; of this installation if its key is. */
    record OfHash(String text) implements SuppressedName {
        @Override
        public String hash(AddressHashes hashes) {
            return text;
        }
    }

    /** Neither. */
    record Wrong(String reason) implements SuppressedName {
        @Override
        public String hash(AddressHashes hashes) {
            throw new IllegalStateException("names no address");
        }
    }

    /** The hash that the list has for it. */
    String hash(AddressHashes hashes);

    /** Reads a name that somebody gave; an old hash, of another installation's key, is wrong. */
    static SuppressedName parse(String text, AddressHashes hashes) {
        String name = text.strip();
        if (HASH.matcher(name).matches()) {
            return name.startsWith(hashes.prefix())
                    ? new OfHash(name)
                    : new Wrong("The hash is under a key that is not in use here.");
        }
        return switch (MailAddress.parse(name)) {
            case MailAddress.Parsed.Valid(MailAddress address) -> new OfAddress(address);
            case MailAddress.Parsed.Invalid(String reason) -> new Wrong(reason);
        };
    }
}
