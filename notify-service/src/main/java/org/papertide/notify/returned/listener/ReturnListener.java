package org.papertide.notify.returned.listener;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jboss.logging.Logger;
import org.papertide.notify.returned.ReturnAddresses;
import org.papertide.notify.returned.ReturnedMailSink;
import org.papertide.platform.loop.Loop;
import org.subethamail.smtp.server.SMTPServer;

/** Listens for returned mail until it is closed. */
public final class ReturnListener implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ReturnListener.class);

    /** How often a connection is looked at while it may last. */
    private static final int LOOKS = 10;

    private final SMTPServer server;
    private final Loop ending;

    /**
     * @param port where to listen; 0 for any
     * @param domain the name to greet with
     * @param certificates asked at each STARTTLS, so that a certificate can be renewed; empty to
     *     offer none
     * @throws IllegalArgumentException if a setting is wrong
     */
    public ReturnListener(
            ListenerSettings settings,
            int port,
            String domain,
            Optional<Supplier<SSLContext>> certificates,
            ReturnAddresses addresses,
            ReturnedMailSink mails) {
        LongSessions sessions =
                new LongSessions(settings.connections(), settings.longest(), System::nanoTime);
        SMTPServer.Builder builder =
                SMTPServer.port(port)
                        .bindAddress(address(settings.host()))
                        .hostName(domain)
                        .softwareName("Papertide")
                        .maxConnections(settings.connections())
                        .maxRecipients(settings.recipients())
                        .maxMessageSize(settings.bytes())
                        .connectionTimeoutMs(Math.toIntExact(settings.idle().toMillis()))
                        .insertReceivedHeaders(false)
                        .executorService(Executors.newThreadPerTaskExecutor(threads()))
                        .sessionHandler(sessions)
                        .messageHandlerFactory(
                                _ -> new MailReceiver(addresses, mails, settings.bytes()));
        certificates.ifPresent(each ->
                builder.enableTLS().startTlsSocketFactory(socket -> encrypted(socket, each.get())));
        this.server = builder.build();
        server.getCommandHandler().addCommand(new Chunk());
        switch (settings.protocol()) {
            case SMTP -> {
                server.getCommandHandler().addCommand(Hello.smtp());
                server.getCommandHandler().addCommand(Data.smtp());
            }
            case LMTP -> LmtpCommands.replaceThoseOf(server);
        }
        server.start();
        this.ending =
                Loop.every(
                        settings.longest().dividedBy(LOOKS), "returned mail", sessions::endLongest);
        LOG.info("The listener for returned mail is started.");
    }

    /** Where it listens. */
    public int port() {
        return server.getPortAllocated();
    }

    /** Ends when the mails in hand are answered. */
    @Override
    public void close() {
        ending.close();
        server.stop();
    }

    /**
     * The library lets a session end by any exception, and strangers can make many: an impossible
     * number is enough. Only what ends more than a session is worth a line.
     */
    private static ThreadFactory threads() {
        return Thread.ofVirtual()
                .name("returned-mail-", 0)
                .uncaughtExceptionHandler((_, e) -> {
                    if (e instanceof Error) {
                        LOG.error("A connection ended.", e);
                    } else {
                        LOG.debug("A connection ended.", e);
                    }
                })
                .factory();
    }

    /** With the protocols and ciphers that Java has on; the library would take all it knows. */
    private static SSLSocket encrypted(Socket socket, SSLContext certificate) throws IOException {
        SSLSocket encrypted =
                (SSLSocket)
                        certificate
                                .getSocketFactory()
                                .createSocket(
                                        socket,
                                        socket.getInetAddress().getHostAddress(),
                                        socket.getPort(),
                                        true);
        encrypted.setUseClientMode(false);
        return encrypted;
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("papertide.returned.smtp.host: no such host", e);
        }
    }
}
