package org.papertide.local.mailcheck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.local.mailcheck.Finding.Check;
import org.papertide.local.mailcheck.Finding.State;

class DkimCheckTest extends MailCheckCase {

    private List<Finding> dkim(String record) {
        zone.without(SELECTOR).withText(SELECTOR, record);
        return found(Check.DKIM);
    }

    @Test
    void refusesKeysThatReceiversRefuse() {
        assertState(dkim("v=DKIM1; p=" + key(512)), State.WRONG, "of 512 bits, which receivers");
        assertState(dkim("v=DKIM1; p=" + key(1024)), State.WARN, "of 1024 bits");
        assertState(dkim("p=" + key(2048)), State.OK, "of 2048 bits");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=DKIM1; p= | is revoked",
                "v=DKIM1; k=rsa | has no key",
                "k=rsa; v=DKIM1; p=AAAA | does not begin with its version",
                "v=DKIM2; p=AAAA | of another version than DKIM1",
                "v=DKIM1; p=A*A | is no Base64",
                "v=DKIM1; p=AAAA | has a key that is no rsa key",
                "v=DKIM1; k=dsa; p=AAAA | of a type that receivers do not know (k=dsa)",
                "v=DKIM1; k=ed25519; p=MCowBQYDK2VwAyEAAAAA | it is the last 32",
                "v=DKIM1; h=sha1; p=AAAA | allows no SHA-256 (h=sha1)",
                "v=DKIM1; s=tlsrpt; p=AAAA | is not for mail (s=tlsrpt)",
                "v=DKIM1; p=AAAA; p=AAAA | is no list of tags",
                "spoken text | is no list of tags",
                "'' | has no key",
            })
    void saysWhatIsWrongWithAKey(String record, String text) {
        assertState(dkim(record), State.WRONG, text);
    }

    @Test
    void saysThatAKeyIsATest() {
        assertState(dkim("v=DKIM1; t=y:s; p=" + key(2048)), State.WARN, "is a test");
    }

    @Test
    void allowsOneKeyPerSelector() {
        zone.withText(SELECTOR, "v=DKIM1; p=");
        assertState(found(Check.DKIM), State.WRONG, "has 2 records");
    }

    @Test
    void comparesTheKeyWithItsPrivateHalf(@TempDir Path folder) throws IOException {
        Path right = Files.writeString(folder.resolve("right.pem"), TestSender.privateKey());
        Path other = Files.writeString(folder.resolve("other.pem"), TestSender.otherPrivateKey());
        Path none = folder.resolve("none.pem");
        Path text = Files.writeString(folder.resolve("text.pem"), "no key");
        assertState(
                found(Check.DKIM, with(Map.of("s1", Optional.of(right)), "")),
                State.OK,
                "is the public half of " + right);
        assertState(
                found(Check.DKIM, with(Map.of("e1", Optional.of(other)), "")),
                State.OK,
                "is the public half of " + other);
        assertState(
                found(Check.DKIM, with(Map.of("s1", Optional.of(other)), "")),
                State.WRONG,
                "is not the public half");
        assertState(
                found(Check.DKIM, with(Map.of("s1", Optional.of(none)), "")),
                State.WRONG,
                "cannot be read");
        assertState(
                found(Check.DKIM, with(Map.of("s1", Optional.of(text)), "")),
                State.WRONG,
                "holds no key");
        assertState(
                found(Check.DKIM, with(Map.of("s 1", Optional.empty()), "")),
                State.WRONG,
                "is no selector");
    }
}
