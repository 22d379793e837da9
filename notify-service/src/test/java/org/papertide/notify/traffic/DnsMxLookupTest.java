package org.papertide.notify.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;

/** Against a name server of this test, over UDP. */
class DnsMxLookupTest {

    private final DatagramSocket socket;

    DnsMxLookupTest() throws IOException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    }

    @BeforeEach
    void start() {
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void end() {
        socket.close();
    }

    private void serve() {
        byte[] buffer = new byte[4096];
        try {
            while (!socket.isClosed()) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                Message question = new Message(Arrays.copyOf(buffer, packet.getLength()));
                Name name = question.getQuestion().getName();
                if (name.toString().startsWith("silent")) {
                    continue;
                }
                byte[] answer = answer(question, name).toWire();
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        } catch (IOException _) {
            // The test is over.
        }
    }

    private static Message answer(Message question, Name name) throws TextParseException {
        Message answer = new Message(question.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.addRecord(question.getQuestion(), Section.QUESTION);
        switch (name.toString()) {
            case "two.org." -> {
                answer.addRecord(mx(name, 20, "MX2.Host.net."), Section.ANSWER);
                answer.addRecord(mx(name, 10, "mx1.host.net."), Section.ANSWER);
            }
            case "null.org." -> answer.addRecord(mx(name, 0, "."), Section.ANSWER);
            case "gone.org." -> answer.getHeader().setRcode(Rcode.NXDOMAIN);
            case "broken.org." -> answer.getHeader().setRcode(Rcode.SERVFAIL);
            default -> {}
        }
        return answer;
    }

    private static MXRecord mx(Name name, int preference, String host) throws TextParseException {
        return new MXRecord(name, DClass.IN, 300, preference, Name.fromString(host));
    }

    private DnsMxLookup lookup() throws IOException {
        return DnsMxLookup.at("127.0.0.1", socket.getLocalPort(), Duration.ofMillis(500));
    }

    private List<String> hosts(String domain) throws Exception {
        return lookup().hosts(domain).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private boolean isGone(String domain) throws Exception {
        return lookup().isGone(domain).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void tellsADomainThatIsGoneFromOneWithoutMxRecords() throws Exception {
        assertThat(isGone("gone.org")).isTrue();
        assertThat(isGone("null.org")).isTrue();
        assertThat(isGone("two.org")).isFalse();
        assertThat(isGone("bare.org")).isFalse();
        assertThatThrownBy(() -> isGone("broken.org")).isInstanceOf(ExecutionException.class);
    }

    @Test
    void readsTheHostsInLowerCaseAndInOrder() throws Exception {
        assertThat(hosts("two.org")).containsExactly("mx1.host.net", "mx2.host.net");
    }

    @Test
    void readsThatThereAreNone() throws Exception {
        assertThat(hosts("null.org")).isEmpty();
        assertThat(hosts("gone.org")).isEmpty();
        assertThat(hosts("bare.org")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"broken.org", "silent.org", "a..b"})
    void failsWithoutAnAnswer(String domain) {
        assertThatThrownBy(() -> hosts(domain)).isInstanceOf(ExecutionException.class);
    }
}
