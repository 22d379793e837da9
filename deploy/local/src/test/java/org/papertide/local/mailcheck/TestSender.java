package org.papertide.local.mailcheck;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A sender with nothing to object to, and its part of the DNS. */
public final class TestSender {

    static final String SPF = "v=spf1 ip4:192.0.2.10 include:_spf.relay.example -all";

    private static final KeyPair RSA = generate("RSA", 2048);
    private static final KeyPair ED25519 = generate("Ed25519", 255);

    private TestSender() {}

    /** Its zone. */
    public static NameServer zone() {
        return new NameServer()
                .with("example.org", "MX", "10 mx.example.org.")
                .with("mx.example.org", "A", "192.0.2.5")
                .with("bounces.example.org", "MX", "10 mx.example.org.")
                .withText("bounces.example.org", SPF)
                .withText("_spf.relay.example", "v=spf1 ip4:198.51.100.0/24 ip6:2001:db8::/32 ~all")
                .withText("s1._domainkey.example.org", rsaRecord(RSA))
                .withText("e1._domainkey.example.org", ed25519Record(ED25519))
                .withText("_dmarc.example.org", "v=DMARC1; p=reject; rua=mailto:d@example.org")
                .with("10.2.0.192.in-addr.arpa", "PTR", "mail.example.org.")
                .with("mail.example.org", "A", "192.0.2.10")
                .with("papers.example.org", "A", "192.0.2.80");
    }

    static Sender sender() {
        return new Sender(
                DomainName.parse("example.org"),
                DomainName.parse("bounces.example.org"),
                DomainName.parse("example.org"),
                List.of(InetAddress.ofLiteral("192.0.2.10")),
                Map.of("s1", Optional.<Path>empty(), "e1", Optional.<Path>empty()),
                Optional.of(URI.create("https://papers.example.org")));
    }

    /** The private half of the key of selector {@code s1}, as openssl writes it. */
    public static String privateKey() {
        return pem(RSA);
    }

    static String otherPrivateKey() {
        return pem(ED25519);
    }

    private static String pem(KeyPair pair) {
        return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
                .formatted(Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded()));
    }

    static String rsaRecord(KeyPair pair) {
        return "v=DKIM1; k=rsa; p=" + base64(pair.getPublic().getEncoded());
    }

    private static String ed25519Record(KeyPair pair) {
        byte[] encoded = pair.getPublic().getEncoded();
        return "v=DKIM1; k=ed25519; p="
                + base64(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static KeyPair generate(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
