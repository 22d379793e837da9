package org.papertide.notify.assembly;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.returned.ReturnAddresses;
import org.papertide.notify.returned.ReturnedMails;
import org.papertide.notify.returned.listener.ListenerSettings;
import org.papertide.notify.returned.listener.ReturnListener;
import org.papertide.notify.returned.mailbox.MailboxReader;
import org.papertide.notify.returned.mailbox.MailboxServer;
import org.papertide.notify.returned.mailbox.MailboxSettings;
import org.papertide.notify.signup.RetentionSettings;
import org.papertide.notify.smtp.MailWriter;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.loop.Loop;
import org.papertide.platform.loop.Loops;

/**
 * Starts what takes returned mail when the database is there, and the keys of tokens with it: until
 * then every address would look forged, and be refused for good.
 */
@Singleton
class ReturnStartup {

    private static final Duration RETENTION = Duration.ofHours(1);

    private final Dependency database;
    private final ReturnedMails mails;
    private final ReturnAddresses addresses;
    private final ListenerSettings listener;
    private final Optional<Supplier<SSLContext>> certificate;
    private final MailboxSettings mailbox;
    private final Optional<MailboxServer> mailboxServer;
    private final MailWriter writer;
    private final RetentionSettings retention;
    private final Clock clock;
    private final MeterRegistry registry;
    private final long begun = System.nanoTime();
    private volatile @Nullable MailboxReader reader;
    private volatile boolean listens;
    private final List<AutoCloseable> running = Collections.synchronizedList(new ArrayList<>());

    ReturnStartup(
            @Named("database") Dependency database,
            ReturnedMails mails,
            ReturnAddresses addresses,
            ListenerSettings listener,
            TlsConfigurationRegistry certificates,
            MailboxSettings mailbox,
            MailWriter writer,
            RetentionSettings retention,
            MeterRegistry registry,
            Clock clock) {
        this.database = database;
        this.mails = mails;
        this.addresses = addresses;
        this.listener = listener;
        this.certificate = listener.tls().map(name -> certificate(certificates, name));
        this.mailbox = mailbox;
        this.mailboxServer = mailbox.host().map(host -> new MailboxServer(mailbox, host));
        this.writer = writer;
        this.retention = retention;
        this.registry = registry;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Loops loops) {
        watch("imap", ReturnStartup::silenceOfMailbox);
        watch("smtp", ReturnStartup::silenceOfListener);
        loops.start("returned mail start", database.whenPresent(this::startReaders));
        loops.start("returned mail retention", database.whenPresent(this::retain));
    }

    private void watch(String door, Function<ReturnStartup, Duration> silence) {
        Gauge.builder(
                        "papertide.returned.door.silence",
                        this,
                        startup -> silence.apply(startup).toSeconds())
                .tag("door", door)
                .baseUnit("seconds")
                .description(
                        "Time since returned mails could last come in by a door, or since the"
                                + " start if never; 0 where the door is not set up")
                .register(registry);
    }

    private Duration silenceOfMailbox() {
        if (mailboxServer.isEmpty()) {
            return Duration.ZERO;
        }
        MailboxReader begunReader = reader;
        return begunReader == null ? sinceStart() : begunReader.silence();
    }

    /** Who listens waits for others: it works as long as it has the port. */
    private Duration silenceOfListener() {
        return listens || listener.port().isEmpty() ? Duration.ZERO : sinceStart();
    }

    private Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** After the loops, one of which starts what is stopped here. */
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) ShutdownEvent event)
            throws Exception {
        for (AutoCloseable each : List.copyOf(running)) {
            each.close();
        }
    }

    /** A port that is taken is tried again; what runs already is not started twice. */
    private Duration startReaders() {
        if (mailboxServer.isPresent() && running.isEmpty()) {
            MailboxReader begunReader = new MailboxReader(mailboxServer.get(), mailbox, mails);
            running.add(begunReader);
            reader = begunReader;
        }
        listener.port()
                .ifPresent(port -> {
                    running.add(
                            new ReturnListener(
                                    listener,
                                    port,
                                    writer.domain(),
                                    certificate,
                                    addresses,
                                    mails));
                    listens = true;
                });
        return Loop.LAST;
    }

    /** It is made anew each time: the registry may have read a renewed certificate. */
    private static Supplier<SSLContext> certificate(
            TlsConfigurationRegistry certificates, String name) {
        TlsConfiguration found =
                certificates
                        .get(name)
                        .filter(each -> each.getKeyStoreOptions() != null)
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "papertide.returned.smtp.tls: quarkus.tls.%s has no key-store"
                                                .formatted(name)));
        return () -> {
            try {
                return found.createSSLContext();
            } catch (Exception e) {
                throw new IllegalStateException("the certificate cannot be used", e);
            }
        };
    }

    private Duration retain() {
        int _ = mails.forgetUntil(clock.instant().minus(retention.mails()));
        return RETENTION;
    }
}
