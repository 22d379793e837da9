package org.papertide.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Postfix with its queue on disk, as Debian configures it, with twenty connections to the sink. */
final class Postfix extends MailRelay {

    private static final List<String> QUEUES =
            List.of("maildrop", "incoming", "active", "deferred");

    private final Tool postfix;
    private final int sink;

    private Postfix(Tool postfix, int sink) {
        super("postfix");
        this.postfix = postfix;
        this.sink = sink;
    }

    static List<MailRelay> find(Table table, int sink) {
        Optional<Tool> postfix = Tool.find("postfix");
        if (postfix.isEmpty() || !Files.isDirectory(Path.of("/usr/lib/postfix/sbin"))) {
            table.leftOut("Postfix as relay", "it is not installed (Debian: postfix)");
            return List.of();
        }
        if (!System.getProperty("user.name").equals("root")) {
            table.leftOut("Postfix as relay", "it is started by root only");
            return List.of();
        }
        return List.of(new Postfix(postfix.get(), sink));
    }

    @Override
    void start() {
        write(
                "main.cf",
                """
                compatibility_level = 3.6
                queue_directory = %1$s/queue
                data_directory = %1$s/data
                command_directory = /usr/sbin
                daemon_directory = /usr/lib/postfix/sbin
                mail_owner = postfix
                setgid_group = postdrop
                inet_interfaces = loopback-only
                inet_protocols = ipv4
                mydestination =
                alias_maps =
                relayhost = [127.0.0.1]:%2$d
                smtpd_relay_restrictions = permit_mynetworks, reject
                mynetworks = 127.0.0.0/8
                disable_dns_lookups = yes
                maillog_file = /dev/stdout
                maillog_file_prefixes = /dev
                initial_destination_concurrency = 20
                default_destination_concurrency_limit = 20
                """
                        .formatted(directory(), sink));
        write(
                "master.cf",
                """
                127.0.0.1:%d inet n - n - 100 smtpd
                pickup unix n - n 60 1 pickup
                cleanup unix n - n - 0 cleanup
                qmgr unix n - n 300 1 qmgr
                rewrite unix - - n - - trivial-rewrite
                bounce unix - - n - 0 bounce
                defer unix - - n - 0 bounce
                trace unix - - n - 0 bounce
                verify unix - - n - 1 verify
                proxymap unix - - n - - proxymap
                smtp unix - - n - - smtp
                relay unix - - n - - smtp
                showq unix n - n - - showq
                error unix - - n - - error
                retry unix - - n - - error
                discard unix - - n - - discard
                anvil unix - - n - 1 anvil
                scache unix - - n - 1 scache
                postlog unix-dgram n - n - 1 postlogd
                """
                        .formatted(port()));
        try {
            Files.createDirectories(directory().resolve("queue"));
            Files.createDirectories(directory().resolve("data"));
            Files.setOwner(
                    directory().resolve("data"),
                    directory()
                            .getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName("postfix"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String _ = postfix.run("-c", directory().toString(), "start");
    }

    @Override
    boolean isEmpty() {
        return QUEUES.stream().allMatch(this::isEmpty);
    }

    private boolean isEmpty(String queue) {
        try (Stream<Path> files = Files.walk(directory().resolve("queue").resolve(queue))) {
            return files.noneMatch(Files::isRegularFile);
        } catch (IOException | UncheckedIOException _) {
            return false; // A mail went on meanwhile.
        }
    }

    @Override
    void stop() {
        String _ = postfix.run("-c", directory().toString(), "stop");
    }
}
