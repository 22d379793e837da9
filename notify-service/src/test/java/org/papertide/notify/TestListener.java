package org.papertide.notify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Accepts connections at a port of this machine, and holds each on a virtual thread of its own. */
public final class TestListener implements AutoCloseable {

    private static final int BACKLOG = 100;

    /** What a server says and does on one connection. */
    @FunctionalInterface
    public interface Conversation {

        /**
         * Holds it to its end; the connection is closed afterwards.
         *
         * @param number of the connection, from 1
         * @throws IOException when one of both hangs up, which ends it
         */
        void hold(Socket client, int number) throws IOException;
    }

    private final ServerSocket socket;
    private final Conversation conversation;
    private final AtomicInteger connections = new AtomicInteger();
    private final Thread acceptor;

    /** At a free port. */
    public TestListener(Conversation conversation) {
        this(0, conversation);
    }

    public TestListener(int port, Conversation conversation) {
        this.conversation = conversation;
        try {
            socket = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        acceptor = Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** How many came so far. */
    public int connections() {
        return connections.get();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                int number = connections.incrementAndGet();
                Thread.ofVirtual().start(() -> hold(client, number));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void hold(Socket client, int number) {
        try (client) {
            client.setTcpNoDelay(true);
            conversation.hold(client, number);
        } catch (IOException _) {
            // One of both hung up.
        }
    }

    /** Accepts no more; the connections that there are go on. */
    @Override
    public void close() {
        try {
            socket.close();
            acceptor.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
