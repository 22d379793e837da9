package org.papertide.notify.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.notify.subscription.MailAddress.Parsed;
import org.papertide.testing.Growth;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class MailAddressTest {

    @Test
    void takesOrdinaryAddresses() {
        for (String good :
                List.of(
                        "reader@example.org",
                        "first.last+tag@sub.example.co.uk",
                        "o'neil@example.org",
                        "reader@localhost",
                        "x@xn--bcher-kva.example",
                        "leser@bücher.example",
                        "読者@例え.jp",
                        "  padded@example.org  ")) {
            assertThat(MailAddress.parse(good)).as(good).isInstanceOf(Parsed.Valid.class);
        }
    }

    @Test
    void refusesWhatCannotBeMailedToOrWouldInject() {
        for (String bad :
                List.of(
                        "",
                        "@",
                        "reader",
                        "reader@",
                        "@example.org",
                        "a..b@example.org",
                        ".a@example.org",
                        "a.@example.org",
                        "a b@example.org",
                        "a@b@example.org",
                        "a@example.org\r\nBcc: b@example.org",
                        "a\u0000@example.org",
                        "a@exa mple.org",
                        "a@-example.org",
                        "a@example..org",
                        "a@example.123",
                        "a@[127.0.0.1]",
                        "\"a b\"@example.org",
                        "<a@example.org>",
                        "a@example.org,b@example.org",
                        "a\u202e@example.org",
                        "x".repeat(65) + "@example.org",
                        "a@" + "x".repeat(64) + ".org",
                        "a@" + "long.".repeat(60) + "org",
                        "x".repeat(1_000_000))) {
            assertThat(MailAddress.parse(bad))
                    .as(bad.length() > 100 ? bad.length() + " characters" : bad)
                    .isInstanceOf(Parsed.Invalid.class);
        }
    }

    @Test
    void takesTimeInProportionToTheText() {
        Growth.assertLinear(20_000, n -> "a" + " ".repeat(n) + "b@example.org", MailAddress::parse);
        Growth.assertLinear(20_000, n -> " ".repeat(n) + "@" + " ".repeat(n), MailAddress::parse);
        Growth.assertLinear(20_000, n -> "a@".repeat(n), MailAddress::parse);
    }

    @ParameterizedTest
    @CsvSource({
        "straße.example, xn--strae-oqa.example",
        "faß.de, xn--fa-hia.de",
        "FAẞ.de, xn--fa-hia.de",
        "βόλος.com, xn--nxasmm1c.com",
        "ΒΌΛΟΣ.com, xn--nxasmq6b.com",
        "mail.bücher.example, mail.xn--bcher-kva.example",
        "例え。jp, xn--r8jz45g.jp",
    })
    void mailsToTheDomainThatIsMeant(String domain, String ascii) {
        assertThat(valid("reader@" + domain).domain()).isEqualTo(ascii);
    }

    @Test
    void refusesDomainsThatHideSomething() {
        for (String domain :
                List.of("a\u200db.org", "ß .org", "ß@.org", "ß-.org", "ß".repeat(60))) {
            assertThat(MailAddress.parse("a@" + domain))
                    .as(domain)
                    .isInstanceOf(Parsed.Invalid.class);
        }
    }

    @Test
    void saysThatALabelEncodesNothing() {
        assertThat(MailAddress.parse("a@xn--example.org"))
                .isEqualTo(
                        new Parsed.Invalid(
                                "Please check the part after the @: what follows xn-- encodes no"
                                        + " name."));
    }

    @Test
    void isOneMailboxWhateverItsCaseAndForm() {
        MailAddress ascii = valid("Reader@XN--BCHER-KVA.example");
        MailAddress unicode = valid("reader@Bücher.example");
        assertThat(ascii.key()).isEqualTo(unicode.key());
        assertThat(ascii.plainHash()).isEqualTo(unicode.plainHash()).hasSize(64);
        assertThat(ascii.value()).isEqualTo("Reader@xn--bcher-kva.example");
        assertThat(ascii.toString()).doesNotContain("eader");
    }

    private static MailAddress valid(String text) {
        return ((Parsed.Valid) MailAddress.parse(text)).address();
    }

    /**
     * The valid addresses of a corpus pass, its errors and oddities do not. Three differences from
     * isemail's are meant: a space that somebody typed before or after is taken away, and a domain
     * of one label other than localhost is refused, as is one that begins with xn-- and is the code
     * of no name. What is refused is refused with a reason that names the part at fault.
     */
    @ParameterizedTest
    @MethodSource("corpora")
    void agreesWithTheCorpusOfIsEmail(URI corpus, int size) throws Exception {
        List<String> disagreements = new ArrayList<>();
        NodeList tests = tests(corpus);
        for (int i = 0; i < tests.getLength(); i++) {
            Element test = (Element) tests.item(i);
            String address = decoded(text(test, "address"));
            String category = text(test, "category");
            String diagnosis = text(test, "diagnosis");
            boolean mailable =
                    category.equals("ISEMAIL_VALID_CATEGORY") || category.equals("ISEMAIL_DNSWARN");
            boolean different =
                    Set.of("test@io", "test@xn--example.com").contains(address)
                            || !address.replaceAll("^ +| +$", "").equals(address);
            Parsed parsed = MailAddress.parse(address);
            if (!different && parsed instanceof Parsed.Valid != mailable) {
                disagreements.add(test.getAttribute("id") + " " + diagnosis + " " + address);
            }
            if (parsed instanceof Parsed.Invalid(String reason)
                    && !Pattern.compile(part(diagnosis)).matcher(reason).find()) {
                disagreements.add(
                        "%s %s %s: %s"
                                .formatted(test.getAttribute("id"), diagnosis, address, reason));
            }
        }
        assertThat(tests.getLength()).isEqualTo(size);
        assertThat(disagreements).isEmpty();
    }

    /** What the reason has to speak of, as a pattern; empty where either part may be at fault. */
    private static String part(String diagnosis) {
        String kind = diagnosis.replaceFirst("ISEMAIL_(?:ERR_|DEPREC_|RFC532[12]_|CFWS_)?", "");
        return switch (kind) {
            case "NODOMAIN" -> "such as name@example.org";
            // Of "@@" the first is the name, or there is none.
            case "NOLOCALPART" -> "such as name@example.org|before the @";
            case "LOCAL_TOOLONG", "TOOLONG", "DOMAIN_TOOLONG" -> "too long";
            case "QUOTEDSTRING",
                    "LOCALPART",
                    "QTEXT",
                    "QP",
                    "UNCLOSEDQUOTEDSTR",
                    "ATEXT_AFTER_QS" ->
                    "before the @";
            case "DOMAIN",
                    "DOMAINHYPHENSTART",
                    "DOMAINHYPHENEND",
                    "DOMAINLITERAL",
                    "ADDRESSLITERAL",
                    "LABEL_TOOLONG",
                    "TLD",
                    "TLDNUMERIC",
                    "DOMLIT_OBSDTEXT",
                    "UNCLOSEDDOMLIT",
                    "EXPECTING_DTEXT",
                    "ATEXT_AFTER_DOMLIT" ->
                    "after the @";
            default -> kind.startsWith("IPV6") ? "after the @" : "";
        };
    }

    /** Our own small corpus, and isemail's two where they lie beside it; with their sizes. */
    static Stream<Arguments> corpora() throws URISyntaxException {
        URL own = MailAddressTest.class.getResource("/mail-addresses/addresses.xml");
        Path folder =
                Path.of(
                        System.getProperty("papertide.root", ".."),
                        "../shared/data/mail/addresses");
        return Stream.concat(
                Stream.of(Arguments.of(Objects.requireNonNull(own).toURI(), 18)),
                Map.of("isemail_tests.xml", 164, "isemail_tests-original.xml", 279)
                        .entrySet()
                        .stream()
                        .filter(each -> Files.exists(folder.resolve(each.getKey())))
                        .map(each ->
                                Arguments.of(
                                        folder.resolve(each.getKey()).toUri(), each.getValue())));
    }

    private static NodeList tests(URI corpus) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(corpus.toString()).getElementsByTagName("test");
    }

    private static String text(Element test, String name) {
        return test.getElementsByTagName(name).item(0).getTextContent();
    }

    /** The corpus writes control characters as the symbols for them, from U+2400 on. */
    private static String decoded(String text) {
        StringBuilder decoded = new StringBuilder();
        text.chars()
                .forEach(c -> decoded.append((char) (c >= 0x2400 && c < 0x2420 ? c - 0x2400 : c)));
        return decoded.toString();
    }
}
