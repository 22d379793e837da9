package org.papertide.notify.returned;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.papertide.bounce.BounceReader;
import org.papertide.bounce.ReturnedMail.Kind;
import org.papertide.notify.suppression.Suppressions.Failure;
import org.papertide.testing.KnownCases;

class ReturnRulesTest {

    private static final Subject DELIVERY = new Subject.OfDelivery(7);
    private static final Subject SUBSCRIPTION = new Subject.OfSubscription(7);

    private static Consequence ofDelivery(Kind kind, String code) {
        return ReturnRules.consequence(DELIVERY, new Report(kind, code, "reason", "550 no", "key"));
    }

    private static Consequence ofSubscription(Kind kind) {
        return ReturnRules.consequence(
                SUBSCRIPTION, new Report(kind, null, "reason", "550 no", "key"));
    }

    @ParameterizedTest
    @CsvSource({"5.1.1", "5.1.3", "5.1.6", "5.1.10"})
    void suppressesAtOnceWhereThereIsNoMailbox(String code) {
        assertThat(ofDelivery(Kind.HARD, code)).isEqualTo(new Consequence.Suppress());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "HARD, 550, HARD",
                "HARD, none, HARD",
                "HARD, 5.2.1, DISABLED",
                "SOFT, 5.2.1, DISABLED",
                "SOFT, 5.2.2, SOFT",
                "SOFT, 4.2.2, SOFT",
                "SOFT, 5.4.6, SOFT",
                "SOFT, none, SOFT",
                "HARD, 450, SOFT"
            })
    void countsWhatARelayMayMeanItselfByUnlessItSaysSoOfOthers(
            Kind kind, String code, Failure failure) {
        assertThat(ofDelivery(kind, code)).isEqualTo(new Consequence.CountIfOfOneReceiver(failure));
    }

    /** The words are the own relay's, and the same of every dead domain. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "SOFT, 4.4.1, connect to mx.one.org[192.0.2.1]:25: Connection timed out",
                "SOFT, 4.4.7, none",
                "SOFT, 4.4.316, Connection refused",
                "HARD, 4.4.1, none",
                "SOFT, 5.4.4, unable to route",
                "SOFT, none, retry timeout exceeded",
                "SOFT, none, No route to host"
            })
    void countsWhomTheRelayDoesNotReachWhomeverElseItDoesNot(Kind kind, String code, String words) {
        assertThat(
                        ReturnRules.consequence(
                                DELIVERY, new Report(kind, code, "reason", words, "key")))
                .isEqualTo(new Consequence.CountUnlessOfMost(Failure.SOFT));
    }

    @Test
    void looksForTheDomainThatAServerDidNotFind() {
        assertThat(ofDelivery(Kind.HARD, "5.1.2")).isEqualTo(new Consequence.SuppressIfGone());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "5.0.0, 550 no",
                "550, 550 User unknown",
                "none, No such user here",
                "none, none"
            })
    void countsWhatBlamesTheAddressWhoeverElseIsRefusedSo(String code, String words) {
        assertThat(
                        ReturnRules.consequence(
                                DELIVERY, new Report(Kind.HARD, code, "reason", words, "key")))
                .isEqualTo(new Consequence.Count(Failure.HARD));
    }

    /** Policy, and faults of the message, blame no address, whatever the report is called. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "POLICY, none, POLICY",
                "POLICY, 5.1.1, POLICY",
                "POLICY, 5.6.0, MESSAGE",
                "HARD, 5.7.1, POLICY",
                "HARD, 5.7.26, POLICY",
                "SOFT, 4.7.0, POLICY",
                "SOFT, 5.2.3, MESSAGE",
                "SOFT, 5.3.4, MESSAGE",
                "HARD, 5.5.0, MESSAGE",
                "SOFT, 5.6.1, MESSAGE"
            })
    void tellsTheOperatorWhereNoAddressIsToBlame(
            Kind kind, String code, ReturnedMailCounts.Fault fault) {
        assertThat(ofDelivery(kind, code)).isEqualTo(new Consequence.NotifyOperator(fault));
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO_REPLY", "SUCCESS", "DELAYED", "UNKNOWN"})
    void doesNothingWhereNothingFailed(Kind kind) {
        assertThat(ofDelivery(kind, "5.1.1")).isEqualTo(new Consequence.Nothing());
    }

    @ParameterizedTest
    @EnumSource(names = {"UNSUBSCRIBE", "UNKNOWN"})
    void endsTheSubscriptionOfWhoeverWritesToTheAddressForThat(Kind kind) {
        assertThat(ofSubscription(kind)).isEqualTo(new Consequence.Unsubscribe());
    }

    @ParameterizedTest
    @EnumSource(names = {"HARD", "SOFT", "POLICY", "AUTO_REPLY", "SUCCESS", "DELAYED"})
    void endsNothingByTheReportsOfMachines(Kind kind) {
        assertThat(ofSubscription(kind)).isEqualTo(new Consequence.Nothing());
    }

    @ParameterizedTest
    @CsvSource({"COMPLAINT"})
    void takesComplaintsAtEitherAddress(Kind kind) {
        assertThat(ofDelivery(kind, "5.7.1")).isEqualTo(new Consequence.Complaint());
        assertThat(ofSubscription(kind)).isEqualTo(new Consequence.Complaint());
        assertThat(ofDelivery(Kind.UNSUBSCRIBE, "5.7.1")).isEqualTo(new Consequence.Unsubscribe());
    }

    @Test
    @EnabledIf(
            value = "org.papertide.testing.KnownCases#arePresent",
            disabledReason = "known cases do not lie beside the checkout")
    void unsubscribesWhomAProgramUnsubscribes() throws IOException {
        try (InputStream mail =
                Files.newInputStream(KnownCases.file("81-unsubscribe-by-mail.eml"))) {
            assertThat(ofSubscription(new BounceReader().read(mail).kind()))
                    .isEqualTo(new Consequence.Unsubscribe());
        }
    }
}
