package org.papertide.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.papertide.local.mailcheck.Dns;
import org.papertide.local.mailcheck.DomainName;
import org.papertide.local.mailcheck.Finding;
import org.papertide.local.mailcheck.MailCheck;
import org.papertide.local.mailcheck.Sender;
import org.papertide.local.supervisor.HostPort;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code check-mail}: what receivers will find of a sender. */
@Command(
        name = "check-mail",
        description = {
            "Says which of SPF, DKIM, DMARC, PTR, MX and one-click unsubscription are in order for"
                    + " mails from DOMAIN, and what to do. Each line is ok, warn, missing, wrong or"
                    + " unknown. It asks the DNS only, and needs no running stack. What is not"
                    + " given as an option is taken from the settings of the notify service, in"
                    + " the environment or a file. Exit code 0 if every line is ok or warn, else"
                    + " 1."
        })
final class CheckMailCommand implements Callable<Integer> {

    private final Map<String, String> environment;
    private final PrintWriter out;
    private final ObjectMapper json = new ObjectMapper();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "1",
            paramLabel = "DOMAIN",
            description = "The domain of From, such as example.org.")
    private DomainName domain = new DomainName("");

    @Option(
            names = "--from-ip",
            paramLabel = "ADDRESS",
            description = "An address that mails come from, as receivers see it. May be repeated.")
    private List<InetAddress> addresses = List.of();

    @Option(
            names = "--selector",
            paramLabel = "SELECTOR[=FILE]",
            description =
                    "A selector of the signatures, with the file of its private key where that is"
                            + " here. May be repeated. Default: papertide.mail.dkim.keys.")
    private List<String> selectors = List.of();

    @Option(
            names = "--bounce-domain",
            paramLabel = "DOMAIN",
            description =
                    "The domain of return addresses. Default: papertide.mail.bounce-domain, else"
                            + " the domain of From.")
    private Optional<DomainName> bounceDomain = Optional.empty();

    @Option(
            names = "--signing-domain",
            paramLabel = "DOMAIN",
            description =
                    "The domain that signs (d=). Default: papertide.mail.dkim.domain, else the"
                            + " domain of From.")
    private Optional<DomainName> signingDomain = Optional.empty();

    @Option(
            names = "--site",
            paramLabel = "URL",
            description = "Where readers unsubscribe. Default: papertide.site.base-url.")
    private Optional<URI> site = Optional.empty();

    @Option(
            names = "--post",
            description = "Sends the POST of a mailbox provider to the site, for nobody.")
    private boolean post;

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description = "Settings of the notify service, as in application.properties.")
    private Optional<Path> settings = Optional.empty();

    @Option(
            names = "--resolver",
            paramLabel = "HOST:PORT",
            description = "The name server to ask. Default: those of this machine.")
    private Optional<HostPort> resolver = Optional.empty();

    @Option(names = "--json", description = "Prints one document of JSON.")
    private boolean asJson;

    /**
     * @param environment where settings may be
     */
    CheckMailCommand(Map<String, String> environment, PrintStream out) {
        this.environment = Map.copyOf(environment);
        this.out = new PrintWriter(out, false, StandardCharsets.UTF_8);
    }

    /** 0 if all is in order, else 1. */
    @Override
    public Integer call() {
        Sender sender = sender(ServiceSettings.read(settings, environment));
        MailCheck check = new MailCheck(dns());
        List<Finding> findings = post ? check.checkAndPost(sender) : check.check(sender);
        boolean inOrder = findings.stream().allMatch(each -> each.state().isInOrder());
        if (asJson) {
            out.println(document(sender, findings, inOrder));
        } else {
            print(sender, findings, inOrder);
        }
        out.flush();
        return inOrder ? 0 : 1;
    }

    private Sender sender(ServiceSettings given) {
        Map<String, Optional<Path>> keys = new TreeMap<>();
        for (String each : selectors) {
            int equals = each.indexOf('=');
            keys.put(
                    equals < 0 ? each : each.substring(0, equals),
                    equals < 0
                            ? Optional.empty()
                            : Optional.of(Path.of(each.substring(equals + 1))));
        }
        if (keys.isEmpty()) {
            given.under("papertide.mail.dkim.keys")
                    .forEach((selector, file) -> keys.put(selector, Optional.of(Path.of(file))));
        }
        return new Sender(
                domain,
                bounceDomain.orElseGet(() -> domain(given, "papertide.mail.bounce-domain")),
                signingDomain.orElseGet(() -> domain(given, "papertide.mail.dkim.domain")),
                addresses,
                keys,
                site.or(() -> given.find("papertide.site.base-url").map(this::address)));
    }

    private DomainName domain(ServiceSettings given, String name) {
        try {
            return given.find(name).map(DomainName::parse).orElse(domain);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), name + " " + e.getMessage(), e);
        }
    }

    private URI address(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "papertide.site.base-url is no address: " + text, e);
        }
    }

    private Dns dns() {
        if (resolver.isEmpty()) {
            return Dns.ofThisMachine();
        }
        InetSocketAddress server =
                new InetSocketAddress(resolver.get().host(), resolver.get().port());
        if (server.isUnresolved()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--resolver: there is no host %s".formatted(resolver.get().host()));
        }
        return Dns.at(server);
    }

    private void print(Sender sender, List<Finding> findings, boolean inOrder) {
        out.printf(
                "Mails from %s, return addresses at %s%n%n",
                sender.domain(), sender.bounceDomain());
        for (Finding each : findings) {
            out.printf("%-8s %-10s %s%n", word(each), each.check().title(), each.text());
            if (!each.advice().isEmpty()) {
                out.printf("%-8s %-10s %s%n", "", "", each.advice());
            }
        }
        out.println();
        out.println(
                inOrder
                        ? "All is in order."
                        : "Not in order: "
                                + findings.stream()
                                        .filter(each -> !each.state().isInOrder())
                                        .map(each -> each.check().title())
                                        .distinct()
                                        .collect(Collectors.joining(", "))
                                + ".");
    }

    private String document(Sender sender, List<Finding> findings, boolean inOrder) {
        ObjectNode document =
                json.createObjectNode()
                        .put("domain", sender.domain().value())
                        .put("bounceDomain", sender.bounceDomain().value())
                        .put("signingDomain", sender.signingDomain().value())
                        .put("inOrder", inOrder);
        ArrayNode list = document.putArray("findings");
        for (Finding each : findings) {
            list.addObject()
                    .put("check", each.check().title())
                    .put("state", word(each))
                    .put("text", each.text())
                    .put("advice", each.advice().isEmpty() ? null : each.advice());
        }
        try {
            return json.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String word(Finding finding) {
        return finding.state().name().toLowerCase(Locale.ROOT);
    }
}
