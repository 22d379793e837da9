package org.papertide.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailTableTest {

    private static final String METRICS =
            """
            # HELP papertide_ledger Rows of the delivery ledger, by state
            # TYPE papertide_ledger gauge
            papertide_ledger{state="accepted"} 1234.0
            papertide_ledger{state="deferred"} 2.0
            papertide_ledger{state="planned"} 3.0
            papertide_ledger{state="rejected"} 1.0
            papertide_ledger_parked 2.0
            papertide_traffic_paused 1.0
            papertide_traffic_slowed 0.0
            papertide_subscriptions 20000.0
            papertide_alarms{alarm="complaints"} 0.0
            papertide_alarms{alarm="receiver_paused"} %s
            papertide_alarms{alarm="edition_late"} %s
            papertide_alerts 7.0
            papertide_rankings_age_seconds %s
            jvm_memory_max_bytes{area="heap",id="x"} +Inf
            """;

    @Test
    void countsSubscriptionsMailsAndAlertsAndSaysHowOldRankingsAre() throws IOException {
        assertThat(table(200, METRICS.formatted("0.0", "0.0", "12.0")))
                .containsExactly(
                        "mails",
                        "  active subscriptions     20,000",
                        "  mails accepted           1,234",
                        "  mails waiting            3, deferred 2, rejected 1",
                        "  waiting for a receiver   2; receivers paused 1, slowed 0",
                        "  alarms                   none",
                        "  breakouts mailed, 24 h   7",
                        "  rankings last changed    12 s ago");
        assertThat(table(200, METRICS.formatted("0.0", "0.0", "7200.0")))
                .contains("  rankings last changed    120 min ago");
    }

    @Test
    void namesTheAlarms() throws IOException {
        assertThat(table(200, METRICS.formatted("2.0", "1.0", "12.0")))
                .contains("  alarms                   edition late 1, receiver paused 2");
    }

    @Test
    void namesAnAlarmThatItDoesNotKnow() throws IOException {
        String text = METRICS.formatted("0.0", "0.0", "12.0");
        assertThat(table(200, text + "papertide_alarms{alarm=\"key_lost\"} 3.0\n"))
                .contains("  alarms                   key lost 3");
    }

    @Test
    void saysWhatIsNotKnown() throws IOException {
        assertThat(table(200, METRICS.formatted("0.0", "0.0", "NaN")))
                .contains("  rankings last changed    no time yet");
        assertThat(table(200, ""))
                .contains(
                        "  active subscriptions     ?",
                        "  alarms                   ?",
                        "  mails waiting            ?, deferred ?, rejected ?");
        assertThat(table(503, ""))
                .containsExactly("mails", "  not known: the notify service answers 503");
    }

    private static List<String> table(int status, String body) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext(
                "/q/metrics",
                exchange -> {
                    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        server.start();
        try {
            int port = server.getAddress().getPort();
            return new MailTable(
                            URI.create("http://127.0.0.1:%d/q/metrics".formatted(port)),
                            Duration.ofSeconds(30))
                    .lines();
        } finally {
            server.stop(0);
        }
    }
}
