package org.papertide.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventJson;
import org.papertide.local.data.RefusedException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code deliveries}: what was sent, and what became of it. */
@Command(
        name = "deliveries",
        description = {
            "Prints what was sent, and what the answers were: the sums of the last seven days and the"
                    + " newest editions, or the mails of one edition or one person. Exit code 1 if"
                    + " nothing is known."
        })
final class DeliveriesCommand implements Callable<Integer> {

    private static final int NEWEST = 20;

    private final Path root;
    private final InputStream in;
    private final PrintStream out;

    @Mixin private StackOptions stack = new StackOptions();

    @ArgGroup private @Nullable Whose whose;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "With --edition: only mails in this state, such as REJECTED.")
    private Optional<String> state = Optional.empty();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many mails at most, 1 to 1000; 100 by default.")
    private int limit;

    /** Whose mails. */
    static final class Whose {

        @Option(names = "--edition", paramLabel = "N", description = "The mails of this edition.")
        private Optional<Long> edition = Optional.empty();

        @Option(
                names = "--subscription",
                paramLabel = "N",
                description = "The mails of the person who has this subscription.")
        private Optional<Long> subscription = Optional.empty();

        @Option(
                names = "--address",
                description =
                        "The mails of a person whose address is read from standard input: it is in no"
                                + " command line, and in no history of a shell.")
        private boolean address;
    }

    /**
     * @param root of the checkout
     * @param in where an address is read from
     */
    DeliveriesCommand(Path root, InputStream in, PrintStream out) {
        this.root = root;
        this.in = in;
        this.out = out;
    }

    @Override
    public Integer call() {
        OperatorClient client = new OperatorClient(StackTarget.find(root, stack));
        Whose asked = whose;
        if (asked == null) {
            overview(client);
        } else if (asked.edition.isPresent()) {
            edition(client, asked.edition.get());
        } else {
            person(client, asked);
        }
        return 0;
    }

    private void overview(OperatorClient client) {
        JsonNode sums = client.get("/api/v1/deliveries/sums");
        out.println("mails by day, of editions that are closed");
        for (JsonNode sum : sums.path("sums")) {
            out.println(
                    String.format(
                            Locale.ROOT,
                            "  %s  %-8s %-12s %-10s %,12d",
                            sum.path("day").asText(),
                            sum.path("kind").asText(),
                            sum.path("receiver").asText(),
                            sum.path("outcome").asText(),
                            sum.path("mails").asLong()));
        }
        out.println("editions");
        for (JsonNode edition : client.get("/api/v1/editions?limit=" + NEWEST).path("editions")) {
            out.println(
                    "  %-8d %-8s as of %s, %s"
                            .formatted(
                                    edition.path("id").asLong(),
                                    edition.path("kind").asText(),
                                    edition.path("asOf").asText(),
                                    edition.has("closedAt")
                                            ? "closed " + edition.path("closedAt").asText()
                                            : "open"));
        }
    }

    private void edition(OperatorClient client, long id) {
        JsonNode account = client.get("/api/v1/editions/" + id);
        out.println(
                "edition %d, %s as of %s, %s"
                        .formatted(
                                id,
                                account.path("kind").asText(),
                                account.path("asOf").asText(),
                                account.path("closed").asBoolean() ? "closed" : "open"));
        StringBuilder sums = new StringBuilder("  planned " + account.path("planned").asLong());
        for (String entry :
                new String[] {
                    "pending",
                    "deferred",
                    "accepted",
                    "rejected",
                    "expired",
                    "uncertain",
                    "excluded"
                }) {
            sums.append(", ").append(entry).append(' ').append(account.path(entry).asLong());
        }
        out.println(sums);
        for (Map.Entry<String, JsonNode> each : account.path("returned").properties()) {
            out.println("  came back as %s %d".formatted(each.getKey(), each.getValue().asLong()));
        }
        if (account.has("mailsLeftAt")) {
            out.println("  its mails left the ledger " + account.path("mailsLeftAt").asText());
            return;
        }
        print(
                client.get(
                        "/api/v1/editions/%d/deliveries?limit=%d%s"
                                .formatted(id, limit, ofState())));
    }

    /** As it was written, whatever that is: the service says what is wrong with it. */
    private String ofState() {
        return state.map(text -> "&state=" + URLEncoder.encode(text, StandardCharsets.UTF_8))
                .orElse("");
    }

    private void person(OperatorClient client, Whose asked) {
        ObjectNode search = EventJson.mapper().createObjectNode().put("limit", limit);
        if (asked.address) {
            search.put("address", line());
        } else {
            search.put("subscription", asked.subscription.orElseThrow());
        }
        JsonNode person = client.post("/api/v1/deliveries/search", search);
        for (JsonNode subscription : person.path("subscriptions")) {
            out.println(
                    "subscription %d, %s, %s, asked for %s"
                            .formatted(
                                    subscription.path("id").asLong(),
                                    subscription.path("frequency").asText(),
                                    subscription.path("state").asText(),
                                    subscription.path("requestedAt").asText()));
        }
        if (person.has("suppression")) {
            out.println(
                    "suppressed since %s: %s"
                            .formatted(
                                    person.path("suppression").path("at").asText(),
                                    person.path("suppression").path("reason").asText()));
        }
        print(person);
    }

    private String line() {
        try {
            String line =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                            .readLine();
            if (line == null || line.isBlank()) {
                throw new RefusedException("Give an address on standard input.");
            }
            return line.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void print(JsonNode page) {
        for (JsonNode mail : page.path("deliveries")) {
            out.println(line(mail));
        }
        if (page.has("next")) {
            out.println("  There are more: ask for more with --limit, or by HTTP page by page.");
        }
    }

    private static String line(JsonNode mail) {
        StringBuilder line =
                new StringBuilder(
                        "  %-10d %-8s edition %d, subscription %d  %-9s"
                                .formatted(
                                        mail.path("id").asLong(),
                                        mail.path("kind").asText(),
                                        mail.path("edition").asLong(),
                                        mail.path("subscription").asLong(),
                                        mail.path("state").asText()));
        append(line, " ", mail.path("settledAt"));
        append(line, ", attempts ", mail.path("attempts"));
        append(line, ", by ", mail.path("relay"));
        append(line, ", queued as ", mail.path("queueId"));
        append(line, ", next attempt ", mail.path("nextAttemptAt"));
        append(line, ", waits for ", mail.path("waitsFor"));
        append(line, ": ", mail.path("reason"));
        for (JsonNode back : mail.path("returned")) {
            append(line, ", came back ", back.path("at"));
            append(line, " as ", back.path("kind"));
            append(line, " ", back.path("code"));
        }
        return line.toString();
    }

    private static void append(StringBuilder line, String label, JsonNode value) {
        String text = value.asText("");
        if (!text.isEmpty() && !value.isNull()) {
            line.append(label).append(text);
        }
    }
}
