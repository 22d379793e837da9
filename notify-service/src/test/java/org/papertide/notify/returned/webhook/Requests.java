package org.papertide.notify.returned.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.papertide.notify.returned.webhook.ProviderWebhook.AddressedReport;
import org.papertide.notify.returned.webhook.ProviderWebhook.Outcome;

/** Requests, and what was read of them. */
final class Requests {

    private Requests() {}

    static ProviderWebhook.Request of(String body, Map<String, String> headers) {
        return new ProviderWebhook.Request(
                name -> Optional.ofNullable(headers.get(name)),
                body.getBytes(StandardCharsets.UTF_8));
    }

    static List<AddressedReport> reports(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Reports.class);
        return ((Outcome.Reports) outcome).reports();
    }

    /** Each as its kind, its code and its names. */
    static List<String> told(Outcome outcome) {
        return reports(outcome).stream()
                .map(each -> each.report().kind() + " " + each.report().code() + " " + each.names())
                .toList();
    }
}
