package org.papertide.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.papertide.local.mailcheck.DomainName;
import org.papertide.local.mailcheck.NameServer;
import org.papertide.local.mailcheck.TestSender;
import org.papertide.local.supervisor.HostPort;
import picocli.CommandLine;

class CheckMailCommandTest {

    private final NameServer zone = TestSender.zone();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir private Path folder;

    @AfterEach
    void end() {
        zone.close();
    }

    private int check(Map<String, String> environment, String... options) {
        List<String> line = new ArrayList<>(List.of("example.org"));
        line.addAll(List.of("--resolver", "127.0.0.1:" + zone.address().getPort()));
        line.addAll(List.of(options));
        return new CommandLine(
                        new CheckMailCommand(
                                environment, new PrintStream(out, true, StandardCharsets.UTF_8)))
                .registerConverter(DomainName.class, DomainName::parse)
                .registerConverter(HostPort.class, HostPort::parse)
                .registerConverter(InetAddress.class, InetAddress::ofLiteral)
                .execute(line.toArray(String[]::new));
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void saysThatAllIsInOrder() {
        int code =
                check(
                        Map.of(),
                        "--bounce-domain=bounces.example.org",
                        "--from-ip=192.0.2.10",
                        "--selector=s1",
                        "--site=https://papers.example.org");

        assertThat(code).as(text()).isZero();
        assertThat(text())
                .startsWith("Mails from example.org, return addresses at bounces.example.org\n")
                .contains("\nok       SPF        192.0.2.10 may send for bounces.example.org\n")
                .contains("\nok       one-click  ")
                .endsWith("\nAll is in order.\n");
    }

    @Test
    void saysWhatIsNotAndWhatToDo() {
        int code = check(Map.of(), "--from-ip=203.0.113.1", "--selector=none");

        assertThat(code).isEqualTo(1);
        assertThat(text())
                .contains("\nmissing  SPF        example.org has no SPF record\n")
                .contains("\n                    Publish at example.org the TXT record")
                .contains("\nmissing  DKIM       none._domainkey.example.org has no record\n")
                .endsWith("\nNot in order: SPF, DKIM, PTR, one-click.\n");
    }

    @Test
    void printsOneDocument() throws IOException {
        assertThat(check(Map.of(), "--json", "--bounce-domain", "bounces.example.org"))
                .isEqualTo(1);

        JsonNode document = new ObjectMapper().readTree(text());
        assertThat(document.path("domain").asText()).isEqualTo("example.org");
        assertThat(document.path("bounceDomain").asText()).isEqualTo("bounces.example.org");
        assertThat(document.path("inOrder").asBoolean(true)).isFalse();
        assertThat(document.path("findings").findValuesAsText("check"))
                .contains("SPF", "DKIM", "DMARC", "PTR", "MX", "one-click");
        assertThat(document.path("findings").findValuesAsText("state")).contains("ok", "unknown");
    }

    @Test
    void takesWhatIsNotGivenFromTheServicesSettings() throws IOException {
        Path key = Files.writeString(folder.resolve("key.pem"), TestSender.privateKey());
        Path settings =
                Files.writeString(
                        folder.resolve("application.properties"),
                        """
                        papertide.mail.bounce-domain=elsewhere.example
                        papertide.site.base-url=https://papers.example.org
                        papertide.mail.dkim.keys."s1"=%s
                        """
                                .formatted(key));

        int code =
                check(
                        Map.of("PAPERTIDE_MAIL_BOUNCE_DOMAIN", "bounces.example.org"),
                        "--from-ip=192.0.2.10",
                        "--settings=" + settings);

        assertThat(code).as(text()).isZero();
        assertThat(text())
                .contains("return addresses at bounces.example.org")
                .contains("s1._domainkey.example.org is the public half of " + key);
    }

    @Test
    void takesTheSelectorsOfTheEnvironment() throws IOException {
        Path key = Files.writeString(folder.resolve("key.pem"), TestSender.privateKey());

        check(Map.of("PAPERTIDE_MAIL_DKIM_KEYS__S1_", key.toString()));

        assertThat(text()).contains("s1._domainkey.example.org is the public half of " + key);
    }
}
