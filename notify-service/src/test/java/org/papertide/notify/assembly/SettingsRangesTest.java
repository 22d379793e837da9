package org.papertide.notify.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.notify.account.AlarmSettings;
import org.papertide.notify.delivery.DeliverySettings;
import org.papertide.notify.edition.EditionSettings;
import org.papertide.notify.returned.listener.ListenerSettings;
import org.papertide.notify.returned.mailbox.MailboxSettings;
import org.papertide.notify.returned.webhook.ProviderWebhookSettings;
import org.papertide.notify.signup.RetentionSettings;
import org.papertide.notify.signup.SubscriptionSettings;
import org.papertide.notify.smtp.MailProvider;
import org.papertide.notify.smtp.MailSettings;
import org.papertide.testing.SettingsRanges;

/** Numbers and durations that cannot be end the start, and not a loop later. */
class SettingsRangesTest {

    /** Where zero means something: none, at once, or never. */
    private static final Set<String> MAY_BE_ZERO =
            Set.of(
                    "papertide.clock.offset",
                    "papertide.delivery.connections",
                    "papertide.mail.smtp.weight",
                    "papertide.subscription.opt-in-pause",
                    "papertide.retention.ended",
                    "papertide.edition.daily-catch-up",
                    "papertide.edition.weekly-catch-up",
                    "papertide.edition.alerts-per-reader-and-day");

    private static final SettingsRanges SETTINGS = SettingsRanges.ofService();

    @Test
    void theDefaultsAreGood() {
        assertThat(SETTINGS.quantities()).hasSizeGreaterThan(25);
        assertThat(SETTINGS.refusal(Map.of())).isEmpty();
    }

    @Test
    void everyNumberAndDurationHasARange() {
        assertThat(SETTINGS.absurdValuesTaken()).isEmpty();
    }

    @Test
    void saysWhichSettingsContradictEachOther() {
        assertThat(check(Map.of()).contradictions()).isEmpty();
        assertThat(check(Map.of("papertide.delivery.retry-base", "PT31M")).contradictions())
                .singleElement()
                .asString()
                .contains("retry-base", "retry-most");
        assertThat(check(Map.of("papertide.edition.alert-lifetime", "PT1M")).contradictions())
                .isEmpty();
        assertThat(
                        check(
                                        Map.of(
                                                "papertide.edition.alert-lifetime", "PT1M",
                                                "papertide.delivery.retry-base", "PT1M"))
                                .contradictions())
                .singleElement()
                .asString()
                .contains("lifetime");
        assertThat(check(Map.of("papertide.subscription.confirm-within", "P8D")).contradictions())
                .singleElement()
                .asString()
                .contains("papertide.retention.unconfirmed");
        assertThat(check(Map.of("papertide.retention.mails", "P6D")).contradictions())
                .singleElement()
                .asString()
                .contains("papertide.alarm.complaints-within");
        String week = "papertide.subscription.opt-in-mails-per-address-and-week";
        for (String count : List.of("2", "8")) {
            assertThat(check(Map.of(week, count)).contradictions())
                    .singleElement()
                    .asString()
                    .contains("opt-in-mails-per-address");
        }
        SettingsCheck wrong = check(Map.of(week, "8"));
        assertThatThrownBy(() -> wrong.start(new StartupEvent()))
                .hasMessageContaining("opt-in-mails-per-address");
    }

    /** Who reads returned mails gets none where mails do not name the address. */
    @ParameterizedTest
    @CsvSource({
        "papertide.returned.smtp.port, 2525",
        "papertide.returned.imap.host, imap.example.org",
        "papertide.returned.webhooks.ses.topics, arn:aws:sns:eu-west-1:123456789012:returned",
    })
    void refusesToReadWhatNoMailAsksFor(String setting, String value) {
        String user = "papertide.returned.imap.username";
        assertThat(check(Map.of(setting, value, user, "returned")).contradictions())
                .singleElement()
                .asString()
                .startsWith(setting)
                .contains("papertide.mail.replies-read=true");
        assertThat(
                        check(
                                        Map.of(
                                                setting,
                                                value,
                                                user,
                                                "returned",
                                                "papertide.mail.replies-read",
                                                "true"))
                                .contradictions())
                .isEmpty();
    }

    @Test
    void refusesAMailboxWithoutAUser() {
        Map<String, String> settings =
                Map.of(
                        "papertide.returned.imap.host", "imap.example.org",
                        "papertide.mail.replies-read", "true");
        assertThat(check(settings).contradictions())
                .singleElement()
                .asString()
                .startsWith("papertide.returned.imap.host")
                .contains("papertide.returned.imap.username");
    }

    /** The name of each webhook's group of settings, and the setting that turns it on. */
    private static Stream<Arguments> webhooks() {
        return Stream.of(ProviderWebhookSettings.class.getMethods())
                .filter(group -> group.getReturnType().isInterface())
                .flatMap(group ->
                        Stream.of(group.getReturnType().getMethods())
                                .filter(setting -> setting.getReturnType() == Optional.class)
                                .map(setting ->
                                        Arguments.of(
                                                group.getName(),
                                                "papertide.returned.webhooks.%s.%s"
                                                        .formatted(
                                                                group.getName(),
                                                                setting.getName()
                                                                        .replaceAll(
                                                                                "([A-Z])", "-$1")
                                                                        .toLowerCase(
                                                                                Locale.ROOT)))));
    }

    /** A provider names a mail by what the mail says of it: each needs a setting for that. */
    @ParameterizedTest
    @MethodSource("webhooks")
    void refusesAWebhookThatNoMailNames(String provider, String setting) {
        boolean givesAddress = provider.equals("ses");
        String name = givesAddress ? "papertide.mail.replies-read" : "papertide.mail.provider";
        String value = givesAddress ? "true" : provider.toUpperCase(Locale.ROOT);
        assertThat(check(Map.of(setting, "a-value")).contradictions())
                .singleElement()
                .asString()
                .startsWith(setting)
                .contains(name + "=" + value, "every complaint is lost");
        assertThat(check(Map.of(setting, "a-value", name, value)).contradictions()).isEmpty();
    }

    @Test
    void knowsAllWebhooks() {
        assertThat(webhooks().map(each -> each.get()[0]))
                .containsExactlyInAnyOrder("ses", "sendgrid", "mailgun", "postmark");
        assertThat(MailProvider.values()).hasSize(4);
    }

    /** Reports of mails that another one sent before still come. */
    @Test
    void takesAFurtherProviderBesideTheOneThatSends() {
        Map<String, String> both =
                Map.of(
                        "papertide.returned.webhooks.mailgun.signing-key", "a-key",
                        "papertide.returned.webhooks.postmark.password", "a-password");
        Map<String, String> sending = new HashMap<>(both);
        sending.put("papertide.mail.provider", "POSTMARK");
        Map<String, String> unheard = new HashMap<>(both);
        unheard.put("papertide.mail.provider", "SENDGRID");
        assertThat(check(sending).contradictions()).isEmpty();
        assertThat(check(both).contradictions()).hasSize(2);
        assertThat(check(unheard).contradictions()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "example.org, false",
        "EXAMPLE.ORG, false",
        "news.example.org, false",
        "a.news.example.org, false",
        "other.org, true",
        "badexample.org, true",
    })
    void knowsASignatureThatMayNotBeAligned(String signing, boolean isUnaligned) {
        Map<String, String> settings =
                Map.of(
                        "papertide.mail.from", "Papertide <digest@news.example.org>",
                        "papertide.mail.dkim.domain", signing,
                        "papertide.mail.dkim.keys.s1", "s1.pem");
        assertThat(check(settings).unaligned().isPresent()).isEqualTo(isUnaligned);
    }

    private static SettingsCheck check(Map<String, String> settings) {
        SmallRyeConfig config = SETTINGS.config(settings);
        return new SettingsCheck(
                config.getConfigMapping(DeliverySettings.class),
                config.getConfigMapping(EditionSettings.class),
                config.getConfigMapping(SubscriptionSettings.class),
                config.getConfigMapping(RetentionSettings.class),
                config.getConfigMapping(AlarmSettings.class),
                config.getConfigMapping(MailSettings.class),
                config.getConfigMapping(ListenerSettings.class),
                config.getConfigMapping(MailboxSettings.class),
                config.getConfigMapping(ProviderWebhookSettings.class));
    }

    @Test
    void zeroIsTakenWhereItMeansSomething() {
        assertThat(SETTINGS.zerosTaken()).containsExactlyInAnyOrderElementsOf(MAY_BE_ZERO);
    }
}
