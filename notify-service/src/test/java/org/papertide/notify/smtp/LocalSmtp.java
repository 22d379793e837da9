package org.papertide.notify.smtp;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings for a server on this machine. */
public record LocalSmtp(
        String host,
        int port,
        MailSettings.Tls tls,
        Optional<String> username,
        Optional<String> password,
        Optional<Path> tokenFile,
        Optional<String> localhost,
        Duration timeout)
        implements MailSettings.Smtp {

    /** In the clear. */
    public static LocalSmtp plain(int port) {
        return of(port, MailSettings.Tls.NONE);
    }

    static LocalSmtp of(int port, MailSettings.Tls tls) {
        return new LocalSmtp(
                "localhost",
                port,
                tls,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(5));
    }

    LocalSmtp at(String host) {
        return new LocalSmtp(host, port, tls, username, password, tokenFile, localhost, timeout);
    }

    LocalSmtp as(String name, String secret) {
        return new LocalSmtp(
                host,
                port,
                tls,
                Optional.of(name),
                Optional.of(secret),
                tokenFile,
                localhost,
                timeout);
    }

    LocalSmtp withToken(String name, Path file) {
        return new LocalSmtp(
                host,
                port,
                tls,
                Optional.of(name),
                password,
                Optional.of(file),
                localhost,
                timeout);
    }

    LocalSmtp withTokenOnly(Path file) {
        return new LocalSmtp(
                host, port, tls, Optional.empty(), password, Optional.of(file), localhost, timeout);
    }

    LocalSmtp greetingAs(String name) {
        return new LocalSmtp(
                host, port, tls, username, password, tokenFile, Optional.of(name), timeout);
    }

    LocalSmtp waiting(Duration time) {
        return new LocalSmtp(host, port, tls, username, password, tokenFile, localhost, time);
    }

    @Override
    public int weight() {
        return 1;
    }

    @Override
    public Duration connectTimeout() {
        return Duration.ofSeconds(2);
    }

    /** Never the password. */
    @Override
    public String toString() {
        return "LocalSmtp[" + host + ":" + port + "]";
    }
}
