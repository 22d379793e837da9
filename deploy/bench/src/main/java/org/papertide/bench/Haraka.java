package org.papertide.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.papertide.testing.Checkout;

/** Haraka, which hands each mail on before it answers, and so has no queue. */
final class Haraka extends MailRelay {

    private static final String VERSION = "3.3.4";

    private static final String PROGRAM = "bin/haraka";

    private final Path home;
    private final int sink;
    private @Nullable Process process;

    private Haraka(Path home, int sink) {
        super("haraka");
        this.home = home;
        this.sink = sink;
    }

    static List<MailRelay> find(Table table, int sink) {
        Optional<Tool> npm = Tool.find("npm");
        if (npm.isEmpty()) {
            table.leftOut("Haraka as relay", "npm is not installed");
            return List.of();
        }
        Path place = Checkout.root().resolve("deploy/bench/target/haraka");
        Path home = place.resolve("node_modules/Haraka");
        try {
            if (!Files.exists(home.resolve(PROGRAM))) {
                Files.createDirectories(place);
                String _ =
                        npm.get()
                                .run(
                                        "install",
                                        "--prefix",
                                        place.toString(),
                                        "--no-audit",
                                        "--no-fund",
                                        "Haraka@" + VERSION);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalStateException e) {
            table.leftOut("Haraka as relay", "npm cannot install it");
            return List.of();
        }
        return List.of(new Haraka(home, sink));
    }

    @Override
    void start() {
        keepDefaults();
        write("config/smtp.ini", "listen=127.0.0.1:%d%nnodes=0%n".formatted(port()));
        write("config/me", "bench.example.org\n");
        write("config/plugins", "accept\nqueue/smtp_forward\n");
        write("config/smtp_forward.ini", "host=127.0.0.1%nport=%d%n".formatted(sink));
        write("config/log.ini", "[main]\nlevel=error\n");
        write("plugins/accept.js", "exports.hook_rcpt = (next) => next(OK)\n");
        process = new Tool(home.resolve(PROGRAM)).start("-c", directory().toString());
    }

    /** With files of our own it reads none of its own, and ends at the first connection. */
    private void keepDefaults() {
        String connections = "config/connection.ini";
        try {
            write(connections, Files.readString(home.resolve(connections)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    boolean isEmpty() {
        return true;
    }

    @Override
    void stop() {
        Process running = process;
        if (running != null) {
            running.destroy();
            running.onExit().join();
        }
    }
}
