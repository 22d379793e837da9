package org.papertide.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.notify.ledger.DeliveryState;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.smtp.Relays;
import org.papertide.notify.smtp.ScriptedSmtpServer;
import org.papertide.notify.smtp.ScriptedSmtpServer.Script;

/** All relays take connections and no mail: an edition waits, and is not spent on questions. */
@Timeout(120)
class RefusingRelaysTest {

    private static final int WORKERS = 4;

    /** Longer than all that the clock is put on. */
    private static final Duration LEASE = Duration.ofDays(1);

    private static final int MAILS = 300;

    /** As {@code Relays} has it, of each relay. */
    private static final int REFUSALS = 5;

    /** Longer than any rest. */
    private static final Duration LONG = Duration.ofMinutes(7);

    private final InMemoryService service = new InMemoryService();
    private final List<ScriptedSmtpServer> servers = new ArrayList<>();

    @AfterEach
    void end() {
        servers.forEach(ScriptedSmtpServer::close);
    }

    /** At which command, and with what words. */
    record Trouble(String command, String reply, List<String> extensions) implements Script {

        @Override
        public String mail(int connection) {
            return command.equals("MAIL") ? reply : "250 2.1.0 Ok";
        }

        @Override
        public String rcpt(String recipient, int attempt) {
            return command.equals("RCPT") ? reply : "250 2.1.5 Ok";
        }

        @Override
        public String dot(String recipient, int attempt) {
            return command.equals("DATA") ? reply : "250 2.0.0 Ok";
        }
    }

    static Stream<Arguments> troubles() {
        String full = "452 4.3.1 Insufficient system storage";
        String closing = "421 Service not available";
        List<String> pipelining = List.of("PIPELINING");
        return Stream.of(
                Arguments.of(new Trouble("MAIL", full, pipelining), 3),
                Arguments.of(new Trouble("RCPT", full, pipelining), 3),
                Arguments.of(new Trouble("DATA", full, pipelining), 3),
                Arguments.of(new Trouble("MAIL", closing, pipelining), 3),
                Arguments.of(new Trouble("RCPT", closing, pipelining), 2),
                Arguments.of(new Trouble("DATA", closing, List.of()), 2),
                Arguments.of(new Trouble("MAIL", "421 4.3.2 Not now", List.of()), 1),
                Arguments.of(new Trouble("RCPT", "451 4.3.0 Try again", List.of()), 1),
                Arguments.of(new Trouble("DATA", "452 Storage exceeded", pipelining), 1));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void waitsWhileAllRelaysAreInTroubleAndGoesOnWithTheFirstThatIsNot(Trouble trouble, int count) {
        IntStream.range(0, count).forEach(_ -> servers.add(new ScriptedSmtpServer(0)));
        servers.forEach(server -> server.script(trouble));
        long edition = service.edition(MailKind.DAILY);
        IntStream.range(0, MAILS)
                .forEach(i -> service.plan(edition, "r" + i, "d" + i + ".example"));
        DeliveryWorkers.Parts parts =
                service.parts(
                        new TestSettings(WORKERS, LEASE),
                        servers.stream().map(ScriptedSmtpServer::port).toList());
        Relays relays = parts.relays();
        try (DeliveryWorkers _ = DeliveryWorkers.start(parts)) {
            awaitRest(relays);
            // Each worker may have a mail under way to a relay that others find refusing meanwhile.
            long first = attempts();
            int most = count * (REFUSALS + WORKERS) + WORKERS;
            assertThat(first).isLessThanOrEqualTo(most);
            // 421 closes each, and a mail over a kept one that is gone is tried over another.
            assertThat(connections()).isLessThanOrEqualTo(2 * most);
            assertThat(relays.resting()).hasSize(count);

            int rests = 2;
            for (int rest = 1; rest <= rests; rest++) {
                int before = connections();
                service.clock.advance(LONG);
                await().atMost(Duration.ofMinutes(1)).until(() -> connections() >= before + count);
                awaitRest(relays);
            }
            assertThat(attempts() - first).isLessThanOrEqualTo((long) rests * count);
            assertThat(
                            LongStream.rangeClosed(1, MAILS)
                                    .filter(row -> service.rows.row(row).attempts() == 0)
                                    .count())
                    .as("mails of which no attempt is spent")
                    .isGreaterThan(MAILS / 2);

            servers.getLast().script(new Script() {});
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> {
                        // The mails that asked are due later, and so are the other relays.
                        service.clock.advance(Duration.ofSeconds(30));
                        return service.rows.states().stream()
                                .allMatch(DeliveryState.ACCEPTED::equals);
                    });
        }
        // Refused at MAIL, one that was sent with its envelope ends without a word of it.
        assertThat(servers.stream().flatMap(server -> server.accepted().stream()))
                .filteredOn(mail -> !mail.messageId().isEmpty())
                .hasSize(MAILS);
    }

    /** The only relay fails on the text of one edition, whose mails are due before all others. */
    @Test
    void oneEditionThatIsRefusedHoldsUpNoOther() {
        ScriptedSmtpServer server = new ScriptedSmtpServer(0);
        servers.add(server);
        server.script(
                new Script() {
                    @Override
                    public String dot(String recipient, int attempt) {
                        return recipient.startsWith("bad")
                                ? "451 4.3.0 Content scanner failed"
                                : "250 2.0.0 Ok";
                    }
                });
        int others = 50;
        long bad = service.edition(MailKind.DAILY);
        IntStream.range(0, MAILS).forEach(i -> service.plan(bad, "bad" + i, "d" + i + ".example"));
        long good = service.edition(MailKind.DAILY);
        IntStream.range(0, others)
                .forEach(i -> service.plan(good, "good" + i, "e" + i + ".example"));
        DeliveryWorkers.Parts parts =
                service.parts(new TestSettings(WORKERS, LEASE), List.of(server.port()));
        Instant begin = service.clock.instant();
        try (DeliveryWorkers _ = DeliveryWorkers.start(parts)) {
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> {
                        service.clock.advance(Duration.ofSeconds(1));
                        return server.accepted().size() >= others;
                    });
        }
        assertThat(Duration.between(begin, service.clock.instant()))
                .isLessThan(Duration.ofMinutes(30));
        assertThat(LongStream.rangeClosed(MAILS + 1L, MAILS + others))
                .allSatisfy(row ->
                        assertThat(service.rows.row(row).state())
                                .isEqualTo(DeliveryState.ACCEPTED));
    }

    /** Nobody asks, and nothing is under way. */
    private void awaitRest(Relays relays) {
        await().atMost(Duration.ofMinutes(1))
                .until(() ->
                        areAllAtRest(relays)
                                && service.rows.states().stream()
                                        .noneMatch(state ->
                                                state == DeliveryState.CLAIMED
                                                        || state == DeliveryState.HANDED));
    }

    private boolean areAllAtRest(Relays relays) {
        return relays.resting().stream()
                        .filter(rest -> rest.until().isAfter(service.clock.instant()))
                        .count()
                == servers.size();
    }

    private long attempts() {
        return LongStream.rangeClosed(1, MAILS).map(row -> service.rows.row(row).attempts()).sum();
    }

    private int connections() {
        return servers.stream().mapToInt(ScriptedSmtpServer::connections).sum();
    }
}
