package org.papertide.notify.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SmtpSocketTest {

    /** More than the buffers between two sockets take. */
    private static final int MUCH = 32 << 20;

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final SocketFactory factory = new SmtpSocket.Factory(Duration.ofMillis(50));

    @Test
    void closesWhereTheServerTakesNoBytes() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, HERE);
                Socket socket = factory.createSocket(HERE, server.getLocalPort())) {
            OutputStream out = socket.getOutputStream();
            assertThatThrownBy(() -> out.write(new byte[MUCH])).isInstanceOf(IOException.class);
            assertThat(socket.isClosed()).isTrue();
        }
    }

    @Test
    void staysOpenWhileNothingIsWritten() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, HERE);
                Socket socket = factory.createSocket(HERE, server.getLocalPort());
                Socket taken = server.accept()) {
            OutputStream out = socket.getOutputStream();
            out.write('a');
            socket.setSoTimeout(150);
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .hasMessageContaining("timed out");
            out.write(new byte[] {'b', 'c'});
            InputStream in = taken.getInputStream();
            assertThat(in.readNBytes(3)).containsExactly('a', 'b', 'c');
        }
    }

    @Test
    void leavesNobodyWatchingAClosedSocket() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, HERE)) {
            Socket socket = factory.createSocket(HERE, server.getLocalPort());
            socket.close();
            assertThat(((SmtpSocket) socket).watch.join(Duration.ofMinutes(1))).isTrue();
        }
    }
}
