package org.papertide.notify.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.PublicKeyRecordRetriever;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Others verify what is signed here: jDKIM, and OpenDKIM where it is installed. */
class DkimSignerTest {

    private static final Instant NOW = Instant.parse("2026-05-04T06:00:00Z");
    private static final String MAIL =
            """
            From: "Papertide" <digest@papertide.example>
            To: <reader@example.org>
            Date: Mon, 4 May 2026 06:00:00 +0000
            Subject: =?UTF-8?Q?Top_of_the_day:_?=
             =?UTF-8?Q?na=C3=AFve_networks?=
            Message-ID: <daily.5.9@papertide.example>
            List-Unsubscribe: <https://papertide.example/unsubscribe/x>,
             <mailto:u+x@papertide.example>
            List-Unsubscribe-Post: List-Unsubscribe=One-Click
            X-Not-Signed: 1

            Two  spaces, trailing ones \t
            .

            The end.

            """
                    .replace("\n", "\r\n");

    private static final Path EXAMPLES =
            Path.of(
                    System.getProperty("papertide.root", ".."),
                    "../shared/data/mail/dkim/rfc_examples");

    /** Of its appendix C, and of RFC 8463's appendix A.2. */
    private static final String RFC_6376_RSA =
            "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYt"
                    + "IxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gb"
                    + "to/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB";

    private static final String RFC_8463_RSA =
            "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bd"
                    + "OKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqM"
                    + "KrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB";

    private static final String RFC_8463_ED25519 = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    @TempDir static Path folder;

    private static final KeyPair RSA = rsa(2048);
    private static final KeyPair ED25519 = pair("Ed25519");

    @BeforeAll
    static void writeKeys() throws IOException {
        write("rsa", RSA);
        write("ed", ED25519);
    }

    private static KeyPair rsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(String name, KeyPair pair) throws IOException {
        Files.writeString(
                folder.resolve(name),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
    }

    private static DkimSigner signer() {
        return DkimSigner.of(
                "Papertide.example",
                Map.of("s2026", folder.resolve("rsa"), "e2026", folder.resolve("ed")));
    }

    private static String signed() {
        return new String(signer().sign(bytes(MAIL), NOW), StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String record(PublicKey key) {
        byte[] der = key.getEncoded();
        return key instanceof EdECPublicKey
                ? "v=DKIM1; k=ed25519; p="
                        + base64(Arrays.copyOfRange(der, der.length - 32, der.length))
                : "v=DKIM1; k=rsa; p=" + base64(der);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void leavesTheMailAsItIs() {
        assertThat(signed()).endsWith(MAIL);
        assertThat(DkimSigner.of("papertide.example", Map.of()).sign(bytes(MAIL), NOW))
                .isEqualTo(bytes(MAIL));
    }

    @Test
    void namesEachKeyAndWhatIsSigned() {
        String head = signed().substring(0, signed().indexOf("From: "));
        assertThat(head.split("DKIM-Signature: ")).hasSize(3);
        assertThat(head)
                .contains("a=ed25519-sha256;", "s=e2026;", "a=rsa-sha256;", "s=s2026;")
                .contains("d=papertide.example;", "t=1777874400;")
                .doesNotContain("l=", "X-Not-Signed");
        assertThat(head.lines()).allMatch(line -> line.length() <= 78);
    }

    @Test
    void isVerifiedByAnotherImplementation() throws Exception {
        assertThat(verified(signed())).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: other",
                "reader@example.org",
                "unsubscribe/x",
                "One-Click",
                "The end."
            })
    void aChangeIsNoticed(String part) throws Exception {
        String mail = signed();
        String other = "From: x@example.org\r\nSubject: another subject\r\n" + mail;
        String changed = part.startsWith("Subject") ? other : mail.replace(part, part.substring(1));
        assertThat(changed).isNotEqualTo(mail);
        assertThat(verified(changed)).isEmpty();
        assertThat(ed25519Holds(changed)).isFalse();
    }

    @Test
    void ed25519SignsTheHashOfTheForm() throws Exception {
        assertThat(ed25519Holds(signed())).isTrue();
    }

    /** A mail that dkimpy signed, and that of RFC 8463 where it lies beside the project. */
    static Stream<Arguments> signedByOthers() throws Exception {
        Path own = Path.of(Objects.requireNonNull(resource("signed-by-dkimpy.eml")).toURI());
        Stream<Arguments> ours =
                Stream.of(
                        Arguments.of(own, "ed25519-sha256", text("e2026.txt").strip()),
                        Arguments.of(own, "rsa-sha256", text("s2026.txt").strip()));
        Path published = EXAMPLES.resolve("rfc8463_appendixA_ed25519_and_rsa.eml");
        return Files.exists(published)
                ? Stream.concat(
                        ours,
                        Stream.of(
                                Arguments.of(published, "ed25519-sha256", RFC_8463_ED25519),
                                Arguments.of(published, "rsa-sha256", RFC_8463_RSA)))
                : ours;
    }

    @ParameterizedTest
    @MethodSource("signedByOthers")
    void hasTheFormThatOthersSign(Path file, String algorithm, String published) throws Exception {
        String mail = read(file);
        byte[] der = Base64.getDecoder().decode(published);
        PublicKey key =
                algorithm.startsWith("rsa")
                        ? KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der))
                        : ed25519(der);
        assertThat(Verification.holds(mail, algorithm, key)).isTrue();
        assertThat(Verification.holds(mail.replace("Subject: ", "Subject: x"), algorithm, key))
                .isFalse();
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1).replaceAll("\\r?\\n", "\r\n");
    }

    /**
     * What judges our signatures takes the mails of the standards, RFC 6376's in the simple form as
     * well, which is not signed here; of RFC 8463's two signatures it knows the RSA one.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {"rfc6376_appendixA_rsa_simple.eml", "rfc8463_appendixA_ed25519_and_rsa.eml"})
    void isJudgedByWhatTakesTheMailsOfTheStandards(String name) throws Exception {
        assumeTrue(Files.exists(EXAMPLES), "the examples do not lie beside the checkout");
        String mail = read(EXAMPLES.resolve(name));
        Map<String, String> keys = Map.of("test", RFC_8463_RSA, "brisbane", RFC_6376_RSA);
        PublicKeyRecordRetriever dns =
                (_, selector, _) -> List.of("v=DKIM1; p=" + keys.get(selector.toString()));
        assertThat(verified(mail, dns)).hasSize(1);
        assertThat(verified(mail.replace("hungry", "thirsty"), dns)).isEmpty();
    }

    private static PublicKey ed25519(byte[] der) throws GeneralSecurityException {
        byte[] prefix = HexFormat.of().parseHex("302a300506032b6570032100");
        byte[] spec = Arrays.copyOf(prefix, prefix.length + der.length);
        System.arraycopy(der, 0, spec, prefix.length, der.length);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spec));
    }

    private static URL resource(String name) {
        return Objects.requireNonNull(DkimSignerTest.class.getResource("/dkim/" + name));
    }

    private static String text(String name) throws Exception {
        return Files.readString(Path.of(resource(name).toURI()), StandardCharsets.ISO_8859_1);
    }

    @Test
    void openDkimVerifiesBoth() throws Exception {
        Path program = Path.of("/usr/sbin/opendkim");
        assumeTrue(Files.isExecutable(program), "OpenDKIM is not installed");
        Path keys =
                Files.writeString(
                        folder.resolve("public"),
                        "s2026._domainkey.papertide.example %s\ne2026._domainkey.papertide.example %s\n"
                                .formatted(record(RSA.getPublic()), record(ED25519.getPublic())));
        Path settings =
                Files.writeString(
                        folder.resolve("opendkim.conf"),
                        "Mode v\nTestPublicKeys %s\nOn-BadSignature reject\n".formatted(keys));
        assertThat(openDkim(program, settings, signed()))
                .containsPattern("dkim=pass .*header.a=ed25519-sha256 header.s=e2026")
                .containsPattern("dkim=pass .*header.a=rsa-sha256 header.s=s2026");
        assertThat(openDkim(program, settings, signed().replace("The end", "The End")))
                .contains("dkim=fail")
                .doesNotContain("dkim=pass");
    }

    private static String openDkim(Path program, Path settings, String mail) throws Exception {
        Path file = Files.write(folder.resolve("mail.eml"), bytes(mail));
        Process process =
                new ProcessBuilder(
                                program.toString(),
                                "-x",
                                settings.toString(),
                                "-vv",
                                "-t",
                                file.toString())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return output;
    }

    @Test
    void refusesWhatIsNoKey() throws Exception {
        write("short", rsa(1024));
        Files.writeString(folder.resolve("text"), "no key");
        Files.writeString(
                folder.resolve("damaged"),
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        write("ec", pair("EC"));
        refused("s", "short", "2048 bits");
        refused("s", "text", "BEGIN PRIVATE KEY");
        refused("s", "damaged", "neither an RSA key nor an Ed25519 key");
        refused("s", "ec", "neither an RSA key nor an Ed25519 key");
        refused("s", "missing", "cannot be read");
        refused("not a selector", "rsa", "is no selector");
    }

    private static void refused(String selector, String file, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        DkimSigner.of("papertide.example", Map.of(selector, folder.resolve(file))))
                .withMessageContaining(reason);
    }

    private static List<?> verified(String mail) {
        return verified(
                mail,
                (_, selector, domain) ->
                        selector.toString().equals("s2026")
                                        && domain.toString().equals("papertide.example")
                                ? List.of(record(RSA.getPublic()))
                                : List.of());
    }

    /** The signatures that hold; jDKIM knows RSA only. */
    private static List<?> verified(String mail, PublicKeyRecordRetriever dns) {
        try {
            List<?> records = new DKIMVerifier(dns).verify(new ByteArrayInputStream(bytes(mail)));
            return records == null ? List.of() : records;
        } catch (Exception _) {
            return List.of();
        }
    }

    private static boolean ed25519Holds(String mail) throws Exception {
        return Verification.holds(mail, "ed25519-sha256", ED25519.getPublic());
    }
}
