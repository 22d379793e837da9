package org.papertide.local.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.local.data.UsageException;

class UpOptionsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir private Path root;

    @Test
    void keepsItsDataInTheCheckoutAndListensFrom8080() {
        UpOptions options = parse();

        assertThat(options.data().path()).isEqualTo(root.resolve(".papertide"));
        assertThat(options.ports().notifyService()).isEqualTo(8080);
        assertThat(options.ports().postgres()).isEqualTo(8087);
        assertThat(options.offline()).isFalse();
    }

    @Test
    void portBaseMovesEveryPort() {
        UpOptions options = parse("--port-base", "9000");

        assertThat(options.ports().names().keySet())
                .containsExactly(9000, 9001, 9002, 9003, 9004, 9005, 9006, 9007, 9008);
    }

    @Test
    void clockImpliesOffline() {
        assertThat(parse("--clock", "2025-12-04T18:00:00Z").offline()).isTrue();
    }

    @Test
    void clockIsKeptForTheNextUp() {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        UpOptions first = parse("--clock=2025-12-04T18:00:00Z");
        first.data().lock();
        Duration offset = Up.clockOffset(first, clock);

        assertThat(NOW.plus(offset)).isEqualTo("2025-12-04T18:00:00Z");
        assertThat(Up.clockOffset(parse(), clock)).isEqualTo(offset);
    }

    @Test
    void withoutNamesServicesInEitherForm() {
        assertThat(parse("--without", "notify", "--without=ingest-service").without())
                .containsExactlyInAnyOrder(Service.NOTIFY, Service.INGEST);
    }

    @ParameterizedTest
    @CsvSource({
        "--clock=yesterday, --clock must be an instant",
        "--clock=2025-12-04T18:00:00, --clock must be an instant",
        "--smtp=mail.example.org, --smtp must be HOST:PORT",
        "--smtp=:25, --smtp must be HOST:PORT",
        "--smtp=h:70000, --smtp must be HOST:PORT",
        "--port-base=eighty, --port-base must be a number",
        "--port-base=65530, --port-base must be from 1 to 65527",
        "--without=web, There is no service web",
        "--fast, There is no option --fast",
        "--offline=yes, There is no option --offline",
        "--data, --data needs a value",
        "now, up takes no now"
    })
    void saysWhatItCannotUnderstand(String argument, String problem) {
        assertThatThrownBy(() -> parse(argument))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(problem);
    }

    @Test
    void smtpTakesAnAddressOfVersion6() {
        assertThat(HostPort.parse("[2001:db8::1]:25")).isEqualTo(new HostPort("2001:db8::1", 25));
    }

    private UpOptions parse(String... line) {
        return UpOptions.parse(root, List.of(line));
    }
}
