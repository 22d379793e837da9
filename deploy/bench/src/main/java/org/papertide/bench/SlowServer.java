package org.papertide.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A way to a server on which each reply takes a while longer, as over a distance: replies that come
 * together stay together. Without a delay it is the server itself.
 */
final class SlowServer implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;

    /** Bytes that may go on at a time; none at the end. */
    private record Late(long at, ByteBuffer bytes) {}

    private final ServerSocket socket;
    private final int target;
    private final Duration delay;

    private SlowServer(ServerSocket socket, int target, Duration delay) {
        this.socket = socket;
        this.target = target;
        this.delay = delay;
    }

    static SlowServer before(int port, Duration delay) {
        try {
            SlowServer server =
                    new SlowServer(
                            new ServerSocket(0, 100, InetAddress.getLoopbackAddress()),
                            port,
                            delay);
            Thread.ofVirtual().start(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients connect to. */
    int port() {
        return delay.isZero() ? target : socket.getLocalPort();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                BlockingQueue<Late> replies = new LinkedBlockingQueue<>();
                Thread.ofVirtual().start(() -> forward(client, server));
                Thread.ofVirtual().start(() -> collect(server, replies));
                Thread.ofVirtual().start(() -> deliver(replies, client));
            } catch (IOException _) {
                return;
            }
        }
    }

    private static void forward(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // One of them hung up.
        }
    }

    private void collect(Socket server, BlockingQueue<Late> replies) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = server.getInputStream();
            int count = in.read(buffer);
            while (count >= 0) {
                replies.add(
                        new Late(
                                System.nanoTime() + delay.toNanos(),
                                ByteBuffer.wrap(Arrays.copyOf(buffer, count))));
                count = in.read(buffer);
            }
        } catch (IOException _) {
            // The server hung up.
        }
        replies.add(new Late(System.nanoTime(), ByteBuffer.allocate(0)));
    }

    private static void deliver(BlockingQueue<Late> replies, Socket client) {
        try (client) {
            OutputStream out = client.getOutputStream();
            Late reply = replies.take();
            while (reply.bytes().hasRemaining()) {
                TimeUnit.NANOSECONDS.sleep(reply.at() - System.nanoTime());
                out.write(reply.bytes().array());
                reply = replies.take();
            }
        } catch (IOException _) {
            // The client hung up.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
