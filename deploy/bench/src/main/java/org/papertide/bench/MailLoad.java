package org.papertide.bench;

import picocli.CommandLine.Option;

/** How much mail a bench has sent, and by how large a service. */
final class MailLoad {

    /** What the service needs: it stays below 400 MB with it. */
    static final String HEAP = "168m";

    @Option(names = "--subscriptions", paramLabel = "N", description = "Readers of an edition.")
    int subscriptions = 20_000;

    @Option(names = "--connections", paramLabel = "N", description = "Connections to the server.")
    int connections = 20;
}
