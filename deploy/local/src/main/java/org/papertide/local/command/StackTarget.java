package org.papertide.local.command;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.papertide.local.data.DataDirectory;
import org.papertide.local.data.RefusedException;
import org.papertide.local.data.RunningStack;
import org.papertide.local.data.StackPorts;

/**
 * The running stack that a command talks to.
 *
 * @param ports where it listens
 * @param data its data directory
 */
record StackTarget(StackPorts ports, DataDirectory data) {

    /**
     * The stack that the options name, else the one that runs on {@code .papertide}.
     *
     * @throws RefusedException if none runs there
     */
    static StackTarget find(Path root, StackOptions options) {
        DataDirectory data = options.data(root);
        Optional<StackPorts> given = options.ports();
        if (given.isPresent()) {
            return new StackTarget(given.get(), data);
        }
        return RunningStack.read(data)
                .filter(RunningStack::lives)
                .map(running -> new StackTarget(new StackPorts(running.portBase()), data))
                .orElseThrow(() ->
                        new RefusedException(
                                "Nothing runs on %s. Start it with ./papertide up, or name another with --data."
                                        .formatted(data.path())));
    }

    URI ingest(String path) {
        return URI.create("http://127.0.0.1:" + ports.ingestService() + path);
    }

    URI site(String path) {
        return URI.create("http://127.0.0.1:" + ports.notifyService() + path);
    }

    /**
     * For {@code Authorization: Bearer}.
     *
     * @throws RefusedException if there is none, or it is none that a header can have
     */
    String operatorToken() {
        String given = System.getenv("PAPERTIDE_OPERATOR_TOKEN");
        String token =
                data.read("operator-token")
                        .or(() -> Optional.ofNullable(given))
                        .orElseThrow(() ->
                                new RefusedException(
                                        "There is no operator token in %s. Name the folder of the stack with --data, or set PAPERTIDE_OPERATOR_TOKEN."
                                                .formatted(data.path())))
                        .strip();
        if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new RefusedException(
                    "The operator token must be one line of ASCII characters without spaces.");
        }
        return token;
    }
}
