package org.papertide.local.mailcheck;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.papertide.local.mailcheck.Finding.Check;

/** Whether mails will carry the button of mailbox providers, and its POST arrives (RFC 8058). */
final class OneClickCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** No token of ours: nobody is unsubscribed. */
    private static final String NOBODY = "/unsubscribe/check-mail";

    private static final int REDIRECTS = 3;
    private static final int CLIENT_ERRORS = 4;

    private final Dns dns;

    OneClickCheck(Dns dns) {
        this.dns = dns;
    }

    List<Finding> check(Sender sender) {
        return List.of(
                sender.site()
                        .map(this::check)
                        .orElseGet(() ->
                                Finding.unknown(
                                        Check.ONE_CLICK,
                                        "the site is not known",
                                        "Name it with --site, or set papertide.site.base-url.")));
    }

    private Finding check(URI site) {
        String host = Optional.ofNullable(site.getHost()).orElse("").toLowerCase(Locale.ROOT);
        if (!"https".equalsIgnoreCase(site.getScheme()) || host.isEmpty()) {
            return Finding.wrong(
                    Check.ONE_CLICK,
                    site + " is not https: mails carry no List-Unsubscribe-Post",
                    "Put a certificate before the site, and set papertide.site.base-url to its"
                            + " https address.");
        }
        return switch (dns.addresses(host)) {
            case Answer.Found<InetAddress> _ ->
                    Finding.ok(
                            Check.ONE_CLICK,
                            "mails carry List-Unsubscribe-Post with an address at " + site);
            case Answer.Failed<InetAddress>(String reason) ->
                    Finding.unanswered(Check.ONE_CLICK, host, reason);
            case Answer.Nothing<InetAddress> _ ->
                    Finding.wrong(
                            Check.ONE_CLICK,
                            host + ", the host of the site, has no address",
                            "Give it one (A, AAAA), or correct papertide.site.base-url.");
        };
    }

    /** Sends the POST of a mailbox provider, for nobody. */
    Finding probe(URI site) {
        String base = site.toASCIIString().replaceAll("/$", "");
        try (HttpClient client =
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(PATIENCE)
                        .build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(base + NOBODY))
                            .timeout(PATIENCE)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString("List-Unsubscribe=One-Click"))
                            .build();
            return answered(
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
        } catch (IOException | IllegalArgumentException e) {
            return Finding.wrong(
                    Check.ONE_CLICK,
                    "a POST of a mailbox provider does not arrive: " + e,
                    "Let anybody reach the site by https.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.unknown(Check.ONE_CLICK, "the POST was interrupted", "Ask again.");
        }
    }

    private static Finding answered(int status) {
        return switch (status) {
            // The site knows no such token, and says so.
            case 200, 202, 204, 404, 410 ->
                    Finding.ok(Check.ONE_CLICK, "a POST of a mailbox provider arrives");
            default -> {
                String text = "a POST of a mailbox provider is answered with " + status;
                yield Finding.wrong(
                        Check.ONE_CLICK,
                        status / 100 == REDIRECTS ? text + ", a redirect (RFC 8058)" : text,
                        status / 100 == CLIENT_ERRORS
                                ? "Let POST /unsubscribe/ through without a log-in, cookie or check"
                                        + " of its origin."
                                : "Have the site answer POST /unsubscribe/ itself.");
            }
        };
    }
}
