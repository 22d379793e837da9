package org.papertide.bounce.domain;

import com.ibm.icu.text.IDNA;
import java.util.EnumSet;
import java.util.Set;

/**
 * The ASCII form of a domain, as registries and mail servers of today have it: UTS #46 without
 * transitional processing, which is IDNA 2008 (RFC 5891) for what people type. So {@code ΒΌΛΟΣ} is
 * {@code βόλοσ}, full-width letters are letters, and a label that begins with {@code xn--} has to
 * be what its letters encode to.
 *
 * <p>Rejected: the JDK's {@code java.net.IDN}. It has IDNA 2003, to which ß is ss and ς is σ, other
 * domains of other people; it knows no letter that is younger than Unicode 3.2, and takes each text
 * behind {@code xn--}. What we made beside it for two letters got a third one wrong.
 */
public final class AsciiDomain {

    private static final IDNA UTS46 =
            IDNA.getUTS46Instance(
                    IDNA.USE_STD3_RULES
                            | IDNA.CHECK_BIDI
                            | IDNA.CHECK_CONTEXTJ
                            | IDNA.NONTRANSITIONAL_TO_ASCII
                            | IDNA.NONTRANSITIONAL_TO_UNICODE);

    /** There are hosts such as {@code r3---sn-1.example.org}. */
    private static final Set<IDNA.Error> ALLOWED = EnumSet.of(IDNA.Error.HYPHEN_3_4);

    private static final Set<IDNA.Error> FAKE =
            EnumSet.of(IDNA.Error.PUNYCODE, IDNA.Error.INVALID_ACE_LABEL);

    private AsciiDomain() {}

    /**
     * The domain in lower-case ASCII form.
     *
     * @throws IllegalArgumentException if there is none; its message says why, in the middle of a
     *     sentence
     */
    public static String of(String domain) {
        StringBuilder ascii = new StringBuilder();
        IDNA.Info info = new IDNA.Info();
        UTS46.nameToASCII(domain, ascii, info);
        Set<IDNA.Error> errors = EnumSet.copyOf(ALLOWED);
        errors.addAll(info.getErrors());
        errors.removeAll(ALLOWED);
        if (errors.stream().anyMatch(FAKE::contains)) {
            throw new IllegalArgumentException("what follows xn-- encodes no name");
        }
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException("it is not a domain");
        }
        return ascii.toString();
    }
}
