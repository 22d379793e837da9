package org.papertide.local.mailcheck;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Answers what a test has it say, over UDP, and over TCP where that is too long. */
public final class NameServer implements AutoCloseable {

    private static final int UDP_BYTES = 1_200;
    private static final int STRING_BYTES = 255;

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final List<Record> records = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final AtomicInteger questions = new AtomicInteger();
    private volatile boolean silent;

    /** Begins to answer. */
    public NameServer() {
        try {
            tcp = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
            udp = new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serveUdp);
        Thread.ofVirtual().start(this::serveTcp);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) udp.getLocalSocketAddress();
    }

    /** How often it was asked. */
    int questions() {
        return questions.get();
    }

    /** Adds a record as in a file of a zone, such as {@code MX}, {@code 10 mx.example.org.}. */
    public NameServer with(String name, String type, String text) {
        try {
            Name owner = Name.fromString(name, Name.root);
            records.add(Record.fromString(owner, Type.value(type), DClass.IN, 60, text, Name.root));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a text, in strings of as many bytes as fit; a character is a byte. */
    public NameServer withText(String name, String text) {
        return withText(name, text, STRING_BYTES);
    }

    NameServer withText(String name, String text, int bytes) {
        List<String> strings = new ArrayList<>();
        for (int i = 0; i == 0 || i < text.length(); i += bytes) {
            strings.add(escaped(text.substring(i, Math.min(text.length(), i + bytes))));
        }
        try {
            records.add(new TXTRecord(Name.fromString(name, Name.root), DClass.IN, 60, strings));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
            escaped.append("\\%03d".formatted(b & 0xff));
        }
        return escaped.toString();
    }

    /** Takes all records of a name away. */
    NameServer without(String name) {
        records.removeIf(record -> record.getName().toString(true).equalsIgnoreCase(name));
        return this;
    }

    /** Answers questions for a name with SERVFAIL. */
    NameServer failsFor(String name) {
        failures.put(name + ".", Rcode.SERVFAIL);
        return this;
    }

    /** Answers nothing from now on. */
    public NameServer silent() {
        silent = true;
        return this;
    }

    private void serveUdp() {
        byte[] buffer = new byte[4096];
        try {
            while (!udp.isClosed()) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                questions.incrementAndGet();
                if (silent) {
                    continue;
                }
                Message question = new Message(Arrays.copyOf(buffer, packet.getLength()));
                byte[] answer = answer(question).toWire();
                if (answer.length > UDP_BYTES) {
                    Message truncated = empty(question);
                    truncated.getHeader().setFlag(Flags.TC);
                    answer = truncated.toWire();
                }
                udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        } catch (IOException _) {
            // The test is over.
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try (Socket socket = tcp.accept();
                    DataInputStream in = new DataInputStream(socket.getInputStream());
                    DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
                byte[] question = in.readNBytes(in.readUnsignedShort());
                byte[] answer = answer(new Message(question)).toWire();
                out.writeShort(answer.length);
                out.write(answer);
                out.flush();
                // Until the client has read all.
                int _ = in.read();
            } catch (IOException _) {
                // The test is over, or this client has gone.
            }
        }
    }

    private Message answer(Message question) {
        Message answer = empty(question);
        Name name = question.getQuestion().getName();
        Integer failure = failures.get(name.toString());
        if (failure != null) {
            answer.getHeader().setRcode(failure);
            return answer;
        }
        List<Record> own =
                records.stream().filter(record -> record.getName().equals(name)).toList();
        if (own.isEmpty()) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        }
        int type = question.getQuestion().getType();
        own.stream()
                .filter(record -> record.getType() == type || record.getType() == Type.CNAME)
                .forEach(record -> answer.addRecord(record, Section.ANSWER));
        return answer;
    }

    private static Message empty(Message question) {
        Message answer = new Message(question.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.addRecord(question.getQuestion(), Section.QUESTION);
        return answer;
    }

    @Override
    public void close() {
        udp.close();
        try {
            tcp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
