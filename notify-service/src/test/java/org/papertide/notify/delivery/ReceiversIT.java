package org.papertide.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.papertide.notify.NoWorkers;
import org.papertide.notify.edition.EditionAccount;
import org.papertide.notify.smtp.ScriptedSmtpServer.Script;
import org.papertide.notify.traffic.TestTraffic;
import org.papertide.testing.PapertideTestResource;

/** Manners towards receivers. */
@QuarkusTest
@TestProfile(NoWorkers.class)
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "delivery"))
class ReceiversIT extends WholeEditions {

    private long asked(String domain) {
        return server.commands().stream()
                .filter(command -> command.startsWith("RCPT"))
                .filter(command -> command.contains("@" + domain + ">"))
                .count();
    }

    @Test
    void mailsToAReceiverThatRefusesByPolicyWaitAndHoldUpNoOther() {
        readers(40);
        database.run(session ->
                session.createNativeMutationQuery(
                                "update subscriber set address = replace(address, 'example.org',"
                                        + " 'example.net') where id % 8 = 0")
                        .executeUpdate());
        AtomicBoolean refuses = new AtomicBoolean(true);
        server.script(
                new Script() {
                    @Override
                    public String dot(String recipient, int attempt) {
                        return refuses.get() && recipient.endsWith("@example.net")
                                ? "554 5.7.9 Message not accepted for policy reasons"
                                : "250 Ok";
                    }
                });
        Duration pause = Duration.ofSeconds(2);
        work(2, server.port(), TestTraffic.pausing(pause, clock));
        long edition = edition(clock.instant());
        await().atMost(Duration.ofMinutes(1)).until(() -> account(edition).accepted() == 35);
        // Those that were under way together, and those that asked after a pause.
        assertThat(asked("example.net")).isLessThanOrEqualTo(6);
        assertThat(account(edition).pending() + account(edition).deferred()).isEqualTo(5);
        assertThat(
                        count(
                                "select coalesce(max(attempts), 0) from delivery where parked_for is not null"))
                .isLessThanOrEqualTo(1);
        assertThat(account(edition).closed()).isFalse();
        assertThat(count("select count(*) from suppression")).isZero();
        assertThat(count("select count(*) from address_failure")).isZero();

        refuses.set(false);
        assertThat(whenClosed(edition).accepted()).isEqualTo(40);
        assertThat(mailsPerReader()).hasSize(40).allSatisfy((_, n) -> assertThat(n).isOne());
    }

    @Test
    void deliversWhatIsGreylistedOnceAndSuppressesWhatDoesNotExist() {
        readers(200);
        server.script(
                new Script() {
                    @Override
                    public String rcpt(String recipient, int attempt) {
                        int number =
                                Integer.parseInt(recipient.substring(1, recipient.indexOf('@')));
                        if (number % 20 == 0 && attempt == 1) {
                            return "451 4.7.1 Greylisted, please try again in 300 seconds";
                        }
                        return number % 100 == 1 ? "550 5.1.1 no such user" : "250 Ok";
                    }
                });
        work(2);
        EditionAccount account = whenClosed(edition(clock.instant()));
        assertThat(account.accepted()).isEqualTo(198);
        assertThat(account.rejected()).isEqualTo(2);
        assertThat(mailsPerReader()).hasSize(198).allSatisfy((_, n) -> assertThat(n).isOne());
        assertThat(count("select count(*) from suppression")).isEqualTo(2);
        assertThat(asked("example.org")).isEqualTo(200 + 10);
    }
}
