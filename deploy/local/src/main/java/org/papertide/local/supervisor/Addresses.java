package org.papertide.local.supervisor;

import java.util.ArrayList;
import java.util.List;
import org.papertide.local.data.DataDirectory;
import org.papertide.local.data.StackPorts;
import org.papertide.local.stack.EmbeddedPostgres;

/** Lists the addresses of a stack, for people. */
final class Addresses {

    private Addresses() {}

    static List<String> lines(UpOptions options) {
        StackPorts ports = options.ports();
        DataDirectory data = options.data();
        List<String> lines = new ArrayList<>();
        lines.add(line("site", "http://localhost:" + ports.notifyService()));
        lines.add(line("inbox", "http://localhost:" + ports.inbox()));
        lines.add(line("ingest API", "http://localhost:" + ports.ingestService()));
        lines.add(line("ranking API", "http://localhost:" + ports.rankingService()));
        lines.add(
                line(
                        "mail",
                        "SMTP localhost:%d, IMAP localhost:%d (any address, any password)"
                                .formatted(ports.smtp(), ports.imap())));
        lines.add(line("Kafka", "localhost:" + ports.kafka()));
        lines.add(
                line(
                        "PostgreSQL",
                        "localhost:%d (databases ingest and notify, user %s, password in %s)"
                                .formatted(
                                        ports.postgres(),
                                        EmbeddedPostgres.USER,
                                        data.databasePasswordFile())));
        if (options.prometheus().isPresent()) {
            lines.add(line("figures", "http://localhost:" + ports.figures()));
            lines.add(line("Prometheus", "http://localhost:" + ports.prometheus()));
        }
        lines.add(line("operator token", "in " + data.operatorTokenFile()));
        lines.add(line("logs", data.logs().toString()));
        options.smtp()
                .ifPresent(smtp ->
                        lines.add(
                                line(
                                        "mail goes to",
                                        "%s:%d, for real".formatted(smtp.host(), smtp.port()))));
        for (Service service : options.without()) {
            lines.add(
                    line(
                            "left out",
                            "%1$s; run it with: (. '%2$s' && ./mvnw quarkus:dev -pl %1$s -am -Dquick)"
                                    .formatted(
                                            service.moduleName(),
                                            data.resolve(service.environmentFile()))));
        }
        return lines;
    }

    private static String line(String name, String value) {
        return "  %-16s %s".formatted(name, value);
    }
}
