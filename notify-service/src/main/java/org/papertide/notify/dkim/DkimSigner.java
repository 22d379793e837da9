package org.papertide.notify.dkim;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.papertide.platform.hashing.Sha256;

/**
 * Signs mails for a domain with each of its keys. Two keys at a time let receivers that know no
 * Ed25519 verify RSA, and let an operator change keys.
 */
public final class DkimSigner {

    /** What a reader sees and what one click acts on; in this order. */
    private static final List<String> SIGNED =
            List.of(
                    "From",
                    "To",
                    "Subject",
                    "Date",
                    "Message-ID",
                    "List-Id",
                    "List-Unsubscribe",
                    "List-Unsubscribe-Post",
                    "List-Help",
                    "List-Archive",
                    "Feedback-ID",
                    "Auto-Submitted",
                    "Content-Language",
                    "MIME-Version",
                    "Content-Type");

    /** Named once more than they are there, so that nobody can add another (RFC 6376, 8.15). */
    private static final List<String> AT_MOST_ONCE = List.of("From", "To", "Subject", "Date");

    private static final int LINE = 72;

    private final String domain;
    private final List<DkimKey> keys;

    private DkimSigner(String domain, List<DkimKey> keys) {
        this.domain = domain;
        this.keys = keys;
    }

    /**
     * A signer; with no keys it signs nothing.
     *
     * @param domain in ASCII; the tag {@code d=}
     * @param files the file of each selector's private key
     * @throws IllegalArgumentException if a file holds no key that receivers accept
     */
    public static DkimSigner of(String domain, Map<String, Path> files) {
        List<DkimKey> keys = new ArrayList<>();
        new TreeMap<>(files).forEach((selector, file) -> keys.add(DkimKey.read(selector, file)));
        return new DkimSigner(domain.toLowerCase(Locale.ROOT), keys);
    }

    /**
     * The mail with a signature of each key before it.
     *
     * @param mail header fields, an empty line and a body, with CRLF
     */
    public byte[] sign(byte[] mail, Instant at) {
        if (keys.isEmpty()) {
            return mail;
        }
        Fields fields = Fields.of(mail);
        String bodyHash = base64(Sha256.of(RelaxedForm.body(mail, fields.end())));
        ByteArrayOutputStream out = new ByteArrayOutputStream(mail.length + 1_000 * keys.size());
        for (DkimKey key : keys) {
            out.writeBytes(ascii(signature(key, fields, bodyHash, at)));
        }
        out.writeBytes(mail);
        return out.toByteArray();
    }

    private String signature(DkimKey key, Fields fields, String bodyHash, Instant at) {
        List<String> names = new ArrayList<>();
        StringBuilder text = new StringBuilder(2_000);
        for (String name : SIGNED) {
            for (String value : fields.lastToFirst(name)) {
                names.add(name);
                text.append(RelaxedForm.header(name, value)).append("\r\n");
            }
        }
        names.addAll(AT_MOST_ONCE);
        String unsigned =
                " v=1; a=%s; c=relaxed/relaxed; d=%s;\r\n s=%s; t=%d;\r\n h=%s;\r\n bh=%s;\r\n b="
                        .formatted(
                                key.algorithm(),
                                domain,
                                key.selector(),
                                at.getEpochSecond(),
                                folded(names),
                                bodyHash);
        text.append(RelaxedForm.header("DKIM-Signature", unsigned));
        byte[] signed = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        return "DKIM-Signature:"
                + unsigned
                + folded(base64(key.sign(signed, Sha256.of(signed))))
                + "\r\n";
    }

    private static String folded(List<String> names) {
        StringBuilder text = new StringBuilder();
        int line = 0;
        for (String name : names) {
            if (line + name.length() > LINE) {
                text.append("\r\n ");
                line = 0;
            }
            text.append(text.isEmpty() ? "" : ":").append(name);
            line += name.length() + 1;
        }
        return text.toString();
    }

    private static String folded(String base64) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < base64.length(); i += LINE) {
            text.append(i == 0 ? "" : "\r\n ")
                    .append(base64, i, Math.min(base64.length(), i + LINE));
        }
        return text.toString();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
