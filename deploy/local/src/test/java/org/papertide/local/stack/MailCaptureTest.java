package org.papertide.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailCaptureTest {

    private final HttpClient http = HttpClient.newHttpClient();
    private MailCapture.Settings settings = new MailCapture.Settings(Path.of(""), 0, 0, 0);
    private MailCapture capture = new MailCapture(settings);

    @TempDir private Path directory;

    @BeforeEach
    void start() throws IOException {
        settings = new MailCapture.Settings(directory, freePort(), freePort(), freePort());
        capture = new MailCapture(settings);
        capture.start();
    }

    @AfterEach
    void stop() {
        capture.close();
        http.close();
    }

    @Test
    void anyAddressReadsItsMailsWithAnyPassword() throws MessagingException {
        send("Reader@Example.org", "one", "text", "<p>html</p>");

        assertThat(subjects("reader@example.org")).containsExactly("one");
        assertThat(subjects("other@example.org")).isEmpty();
    }

    @Test
    void mailsAreFilesAndFoundAgain() throws MessagingException, IOException {
        send("a@example.org", "kept", "text", "<p>html</p>");
        capture.stop();
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.toList())
                    .singleElement()
                    .satisfies(file ->
                            assertThat(file)
                                    .content()
                                    .contains("Delivered-To: a@example.org", "Subject: kept"));
        }
        capture = new MailCapture(settings);
        capture.start();

        assertThat(subjects("a@example.org")).containsExactly("kept");
        send("a@example.org", "next", "text", "");
        assertThat(subjects("a@example.org")).containsExactly("kept", "next");
    }

    @Test
    void aDamagedFileDoesNotKeepTheOthersFromBeingFound() throws MessagingException, IOException {
        send("a@example.org", "good", "text", "");
        capture.stop();
        Files.write(directory.resolve("00000000.eml"), new byte[] {0, 1, 2});
        Files.write(directory.resolve("00000009.eml"), new byte[] {-1, -2, 0, 13});
        Files.writeString(directory.resolve("notes.txt"), "not ours");
        capture.start();

        assertThat(subjects("a@example.org")).containsExactly("good");
        assertThat(page("/").statusCode()).isEqualTo(200);
    }

    @Test
    void theListEscapesWhatComesFromMails() throws Exception {
        send("a@example.org", "<script>alert(1)</script>", "text", "");

        HttpResponse<String> list = page("/");

        assertThat(list.body())
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script>");
        assertThat(policy(list)).contains("default-src 'none'").doesNotContain("script-src");
    }

    @Test
    void theListShowsOneAddressIfAsked() throws Exception {
        send("a@example.org", "first subject", "text", "");
        send("b+tag@example.org", "second subject", "text", "");

        assertThat(page("/?to=b%2Btag%40example.org").body())
                .contains("second subject")
                .doesNotContain("first subject");
    }

    @Test
    void htmlIsShownInASandboxThatRunsNothing() throws Exception {
        send(
                "a@example.org",
                "hostile",
                "see https://example.org/confirm/abc.",
                "<html><head><title>x</title></head><body><script>alert(1)</script></body></html>");

        assertThat(page("/mail/1").body())
                .contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\"")
                .contains("href=\"https://example.org/confirm/abc\"")
                .doesNotContain("<script>");
        HttpResponse<String> frame = page("/mail/1/html");
        assertThat(policy(frame)).startsWith("sandbox allow-popups").contains("default-src 'none'");
        assertThat(frame.body()).contains("<head><base target=\"_blank\">");
    }

    @Test
    void sourceIsShownAsText() throws Exception {
        send("a@example.org", "raw", "text", "<p>html</p>");

        HttpResponse<String> source = page("/mail/1/source");

        assertThat(source.headers().firstValue("Content-Type"))
                .contains("text/plain; charset=utf-8");
        assertThat(source.body()).contains("Subject: raw");
    }

    @Test
    void answersNobodyWhoCallsItByAnotherName() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), settings.inboxPort())) {
            socket.getOutputStream()
                    .write(
                            "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        assertThat(page("/mail/7").statusCode()).isEqualTo(404);
        assertThat(page("/etc/passwd").statusCode()).isEqualTo(404);
        assertThat(page("/mail/999999999999999999999").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> page(String path) throws IOException {
        URI uri = URI.create("http://localhost:" + settings.inboxPort() + path);
        try {
            return http.send(
                    HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String policy(HttpResponse<String> answer) {
        return answer.headers().firstValue("Content-Security-Policy").orElse("");
    }

    private void send(String to, String subject, String text, String html)
            throws MessagingException {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", Integer.toString(settings.smtpPort()));
        MimeMessage message = new MimeMessage(Session.getInstance(properties));
        message.setFrom(new InternetAddress("sender@example.org"));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
        message.setSubject(subject, "UTF-8");
        MimeMultipart parts = new MimeMultipart("alternative");
        parts.addBodyPart(part(text, "text/plain; charset=utf-8"));
        if (!html.isEmpty()) {
            parts.addBodyPart(part(html, "text/html; charset=utf-8"));
        }
        message.setContent(parts);
        Transport.send(message);
    }

    private static MimeBodyPart part(String content, String type) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setContent(content, type);
        return part;
    }

    private List<String> subjects(String address) throws MessagingException {
        Properties properties = new Properties();
        properties.put("mail.imap.host", "127.0.0.1");
        properties.put("mail.imap.port", Integer.toString(settings.imapPort()));
        try (Store store = Session.getInstance(properties).getStore("imap")) {
            store.connect(address, "whatever");
            try (Folder inbox = store.getFolder("INBOX")) {
                inbox.open(Folder.READ_ONLY);
                List<String> subjects = new ArrayList<>();
                for (Message message : inbox.getMessages()) {
                    subjects.add(message.getSubject());
                }
                return subjects;
            }
        }
    }

    /** One below those that Linux gives to outgoing connections: nobody gets it by chance. */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException _) {
                // Somebody's.
            }
        }
    }
}
