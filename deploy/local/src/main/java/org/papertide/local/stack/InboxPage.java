package org.papertide.local.stack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The captured mails on a web page. A mail is hostile: its HTML is shown in a sandboxed frame that
 * runs no script and loads nothing, and only opens links in a new tab.
 */
final class InboxPage {

    private static final Logger LOG = LoggerFactory.getLogger(InboxPage.class);

    private static final Pattern MAIL = Pattern.compile("/mail/(\\d{1,18})(/html|/source)?");

    /** Names of this machine; another name in Host means a page elsewhere asks (DNS rebinding). */
    private static final Pattern LOCAL_HOST =
            Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?");

    private static final String PAGE_POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none';"
                    + " form-action 'self'; frame-ancestors 'none'";

    private static final String MAIL_POLICY =
            "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';"
                    + " style-src 'unsafe-inline'; img-src data:; form-action 'none';"
                    + " frame-ancestors 'self'";

    private final int port;
    private final MailArchive archive;
    private @Nullable HttpServer server;
    private @Nullable ExecutorService threads;

    InboxPage(int port, MailArchive archive) {
        this.port = port;
        this.archive = archive;
    }

    void start() throws IOException {
        HttpServer starting =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
        threads = Executors.newVirtualThreadPerTaskExecutor();
        starting.setExecutor(threads);
        starting.createContext("/", this::handle);
        starting.start();
        server = starting;
    }

    void stop() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
        if (threads != null) {
            threads.close();
            threads = null;
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.getResponseHeaders().set("Content-Security-Policy", answer.policy());
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            boolean headOnly = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(
                    answer.status(), headOnly || body.length == 0 ? -1 : body.length);
            if (!headOnly) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private record Answer(int status, String type, String policy, String body) {
        static Answer page(int status, String html) {
            return new Answer(status, "text/html; charset=utf-8", PAGE_POLICY, html);
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (host == null || !LOCAL_HOST.matcher(host).matches()) {
            return Answer.page(403, InboxHtml.message("This page answers to localhost only."));
        }
        if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
            return Answer.page(405, InboxHtml.message("This page can only be read."));
        }
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/")) {
            String to = parameter(exchange.getRequestURI().getRawQuery(), "to");
            return Answer.page(200, InboxHtml.list(archive.newestFirst(), to));
        }
        Matcher matcher = MAIL.matcher(path);
        Optional<CapturedMail> mail =
                matcher.matches()
                        ? archive.find(Long.parseLong(matcher.group(1)))
                        : Optional.empty();
        if (mail.isEmpty()) {
            return Answer.page(404, InboxHtml.message("There is no such mail (any more)."));
        }
        return mail(mail.get(), matcher.group(2));
    }

    private static Answer mail(CapturedMail mail, @Nullable String view) throws IOException {
        if ("/source".equals(view)) {
            return new Answer(
                    200,
                    "text/plain; charset=utf-8",
                    MAIL_POLICY,
                    new String(Files.readAllBytes(mail.file().path()), StandardCharsets.UTF_8));
        }
        try {
            MimeMessage message = mail.file().read();
            MailBody body = MailBody.of(message);
            if ("/html".equals(view)) {
                String html = InboxHtml.opensLinksInNewTab(body.html().orElse(""));
                return new Answer(200, "text/html; charset=utf-8", MAIL_POLICY, html);
            }
            return Answer.page(200, InboxHtml.mail(mail, message, body));
        } catch (MessagingException e) {
            LOG.warn("A mail cannot be shown. mail={}", mail.file().number(), e);
            return Answer.page(
                    200, InboxHtml.message("This mail cannot be read: " + e.getMessage()));
        }
    }

    private static String parameter(@Nullable String query, String name) {
        if (query == null) {
            return "";
        }
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                try {
                    return URLDecoder.decode(
                                    pair.substring(name.length() + 1), StandardCharsets.UTF_8)
                            .strip()
                            .toLowerCase(Locale.ROOT);
                } catch (IllegalArgumentException _) {
                    return "";
                }
            }
        }
        return "";
    }
}
