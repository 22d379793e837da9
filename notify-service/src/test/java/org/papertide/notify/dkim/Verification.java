package org.papertide.notify.dkim;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.papertide.platform.hashing.Sha256;

/** What a receiver does with a relaxed signature (RFC 6376, 6; RFC 8463, 3). */
final class Verification {

    private static final Pattern VALUE = Pattern.compile("(^|[;\\s])b=[^;]*");

    private Verification() {}

    /** Whether the mail has a signature of this algorithm, and it holds with the key. */
    static boolean holds(String mail, String algorithm, PublicKey key)
            throws GeneralSecurityException {
        byte[] bytes = mail.getBytes(StandardCharsets.ISO_8859_1);
        Fields fields = Fields.of(bytes);
        for (String value : fields.lastToFirst("DKIM-Signature")) {
            if (tag(value, "a").equals(algorithm)) {
                byte[] hash = Sha256.of(RelaxedForm.body(bytes, fields.end()));
                return Base64.getEncoder().encodeToString(hash).equals(tag(value, "bh"))
                        && holds(value, fields, key);
            }
        }
        return false;
    }

    private static boolean holds(String value, Fields fields, PublicKey key)
            throws GeneralSecurityException {
        StringBuilder text = new StringBuilder();
        Map<String, Integer> taken = new HashMap<>();
        for (String name : tag(value, "h").split(":", -1)) {
            List<String> values = fields.lastToFirst(name);
            int next = taken.merge(name.toLowerCase(java.util.Locale.ROOT), 1, Integer::sum) - 1;
            if (next < values.size()) {
                text.append(RelaxedForm.header(name, values.get(next))).append("\r\n");
            }
        }
        text.append(RelaxedForm.header("DKIM-Signature", VALUE.matcher(value).replaceAll("$1b=")));
        byte[] signed = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        boolean rsa = key.getAlgorithm().equals("RSA");
        Signature signature = Signature.getInstance(rsa ? "SHA256withRSA" : "Ed25519");
        signature.initVerify(key);
        signature.update(rsa ? signed : Sha256.of(signed));
        return signature.verify(Base64.getDecoder().decode(tag(value, "b")));
    }

    static String tag(String value, String name) {
        Matcher matcher = Pattern.compile("(?:^|[;\\s])" + name + "=([^;]*)").matcher(value);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no tag " + name + " in " + value);
        }
        return matcher.group(1).replaceAll("\\s", "");
    }
}
