package org.papertide.platform.guard;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A client of HTTP/2 that sends frames as slowly as it likes (RFC 9113). */
final class Http2Frames {

    static final byte DATA = 0;
    static final byte HEADERS = 1;
    static final byte RST_STREAM = 3;
    static final byte PING = 6;
    static final byte CONTINUATION = 9;

    private static final byte SETTINGS = 4;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    /** {@code :method POST} and {@code :scheme http} of HPACK's static table. */
    private static final byte[] POST = {(byte) 0x83, (byte) 0x86};

    /** A literal without indexing, whose name is the table's {@code :path}. */
    private static final byte PATH = 4;

    private final OutputStream out;
    private final DataInputStream in;

    /** What is to be sent, and may find that nobody listens any more. */
    @FunctionalInterface
    interface Sending {
        void send() throws IOException;
    }

    Http2Frames(Socket socket) throws IOException {
        this.out = socket.getOutputStream();
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** Everything at once, as programs do. */
    void begin() throws IOException {
        byte[] preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        out.write(
                ByteBuffer.allocate(preface.length + 9)
                        .put(preface)
                        .put(head(SETTINGS, 0, 0, 0))
                        .array());
    }

    void headers(int stream, String path, boolean end) throws IOException {
        byte[] name = path.getBytes(StandardCharsets.US_ASCII);
        byte[] block =
                ByteBuffer.allocate(POST.length + 2 + name.length)
                        .put(POST)
                        .put(PATH)
                        .put((byte) name.length)
                        .put(name)
                        .array();
        frame(HEADERS, END_HEADERS | (end ? END_STREAM : 0), stream, block);
    }

    void openHead(int stream) throws IOException {
        frame(HEADERS, 0, stream, POST);
    }

    void data(int stream, String text, boolean end) throws IOException {
        frame(DATA, end ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The head of a frame whose content is still to come. */
    void beginOfFrame(byte type, int stream, int length) throws IOException {
        out.write(head(type, 0, stream, length));
    }

    /** The content of the next frame of this type and stream; others are passed over. */
    byte[] read(byte type, int stream) throws IOException {
        while (true) {
            int length = (in.readUnsignedShort() << 8) | in.readUnsignedByte();
            byte found = in.readByte();
            in.readByte();
            int of = in.readInt();
            byte[] content = in.readNBytes(length);
            if (found == type && of == stream) {
                return content;
            }
        }
    }

    /** Sends now and then until the server has answered with a frame of this type and stream. */
    void drip(Sending sending, byte type, int stream, Duration within) throws IOException {
        Thread dripping =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                while (!Thread.currentThread().isInterrupted()) {
                                    LockSupport.parkNanos(within.toNanos() / 20);
                                    synchronized (out) {
                                        sending.send();
                                    }
                                }
                            } catch (IOException _) {
                                // The server has closed the connection, which reading tells.
                            }
                        });
        try {
            read(type, stream);
        } finally {
            synchronized (out) {
                dripping.interrupt();
            }
        }
    }

    /** Reads to the end, which comes when the server closes the connection. */
    boolean isClosed() throws IOException {
        return in.readAllBytes().length > 0;
    }

    /** Sends a byte now and then. */
    boolean isClosedWhileDripping(Duration within) {
        try {
            for (int i = 0; i < 2_000; i++) {
                LockSupport.parkNanos(within.toNanos() / 20);
                out.write('x');
            }
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    private void frame(byte type, int flags, int stream, byte[] content) throws IOException {
        out.write(
                ByteBuffer.allocate(9 + content.length)
                        .put(head(type, flags, stream, content.length))
                        .put(content)
                        .array());
    }

    private static byte[] head(byte type, int flags, int stream, int length) {
        return ByteBuffer.allocate(9)
                .put((byte) (length >> 16))
                .putShort((short) length)
                .put(type)
                .put((byte) flags)
                .putInt(stream)
                .array();
    }
}
