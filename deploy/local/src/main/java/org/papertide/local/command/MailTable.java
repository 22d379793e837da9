package org.papertide.local.command;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The table of subscriptions and mails, and the age of what readers see, from the metrics of the
 * notify service (Prometheus's text format).
 */
final class MailTable {

    private static final int OK = 200;

    /** A sample: a name, labels or none, and a value. */
    private static final Pattern SAMPLE =
            Pattern.compile("^([a-z_]+(?:\\{[^}]*\\})?) (\\S+)$", Pattern.MULTILINE);

    private static final Pattern ALARM =
            Pattern.compile("papertide_alarms\\{(?:.*,)?alarm=\"([^\"]*)\".*}");

    private final URI metrics;
    private final Duration timeout;

    /**
     * @param metrics the address of the metrics
     * @param timeout of the answer
     */
    MailTable(URI metrics, Duration timeout) {
        this.metrics = metrics;
        this.timeout = timeout;
    }

    List<String> lines() {
        HttpRequest request = HttpRequest.newBuilder(metrics).timeout(timeout).build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == OK
                    ? lines(samples(answer.body()))
                    : List.of(
                            "mails",
                            "  not known: the notify service answers " + answer.statusCode());
        } catch (IOException e) {
            return List.of("mails", "  not known: " + e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static Map<String, Double> samples(String text) {
        Map<String, Double> samples = new HashMap<>();
        Matcher sample = SAMPLE.matcher(text);
        while (sample.find()) {
            try {
                samples.put(sample.group(1), Double.parseDouble(sample.group(2)));
            } catch (NumberFormatException _) {
                // "NaN" parses, "+Inf" does not: neither is a count.
            }
        }
        return samples;
    }

    private static List<String> lines(Map<String, Double> samples) {
        return List.of(
                "mails",
                "  active subscriptions     " + count(samples, "papertide_subscriptions"),
                "  mails accepted           " + ledger(samples, "accepted"),
                "  mails waiting            "
                        + ledger(samples, "planned")
                        + ", deferred "
                        + ledger(samples, "deferred")
                        + ", rejected "
                        + ledger(samples, "rejected"),
                "  waiting for a receiver   "
                        + count(samples, "papertide_ledger_parked")
                        + "; receivers paused "
                        + count(samples, "papertide_traffic_paused")
                        + ", slowed "
                        + count(samples, "papertide_traffic_slowed"),
                "  alarms                   " + alarms(samples),
                "  breakouts mailed, 24 h   " + count(samples, "papertide_alerts"),
                "  rankings last changed    " + age(samples.get("papertide_rankings_age_seconds")));
    }

    /** What is wrong, by kind and number: all kinds that the service has. */
    private static String alarms(Map<String, Double> samples) {
        Map<String, Double> alarms = new TreeMap<>();
        samples.forEach((name, value) -> {
            Matcher alarm = ALARM.matcher(name);
            if (alarm.matches()) {
                alarms.put(alarm.group(1).replace('_', ' '), value);
            }
        });
        if (alarms.isEmpty()) {
            return "?";
        }
        List<String> wrong = new ArrayList<>();
        alarms.forEach((kind, value) -> {
            if (value > 0) {
                wrong.add(String.format(Locale.ROOT, "%s %,.0f", kind, value));
            }
        });
        return wrong.isEmpty() ? "none" : String.join(", ", wrong);
    }

    private static String ledger(Map<String, Double> samples, String state) {
        return count(samples, "papertide_ledger{state=\"%s\"}".formatted(state));
    }

    private static String count(Map<String, Double> samples, String name) {
        Double value = samples.get(name);
        return value == null || value.isNaN() ? "?" : String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String age(@Nullable Double seconds) {
        if (seconds == null || seconds.isNaN()) {
            return "no time yet";
        }
        return seconds < 120
                ? String.format(Locale.ROOT, "%.0f s ago", seconds)
                : String.format(Locale.ROOT, "%,.0f min ago", seconds / 60);
    }
}
