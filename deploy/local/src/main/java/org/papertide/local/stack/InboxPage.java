package org.papertide.local.stack;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.papertide.local.stack.LocalPages.Page;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The captured mails on a web page. A mail is hostile: its HTML is shown in a sandboxed frame that
 * runs no script and loads nothing, and only opens links in a new tab.
 */
final class InboxPage {

    private static final Logger LOG = LoggerFactory.getLogger(InboxPage.class);

    private static final Pattern MAIL = Pattern.compile("/mail/(\\d{1,18})(/html|/source)?");

    private static final String PAGE_POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none';"
                    + " form-action 'self'; frame-ancestors 'none'";

    private static final String MAIL_POLICY =
            "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';"
                    + " style-src 'unsafe-inline'; img-src data:; form-action 'none';"
                    + " frame-ancestors 'self'";

    private final LocalPages pages;
    private final MailArchive archive;

    InboxPage(int port, MailArchive archive) {
        this.archive = archive;
        pages = new LocalPages(port, PAGE_POLICY, InboxHtml::message, this::page);
    }

    void start() throws IOException {
        pages.start();
    }

    void stop() {
        pages.stop();
    }

    private static Page html(int status, String html) {
        return Page.html(status, PAGE_POLICY, html);
    }

    private Page page(URI uri) throws IOException {
        String path = uri.getPath();
        if (path.equals("/")) {
            String to = parameter(uri.getRawQuery(), "to");
            return html(200, InboxHtml.list(archive.newestFirst(), to));
        }
        Matcher matcher = MAIL.matcher(path);
        Optional<CapturedMail> mail =
                matcher.matches()
                        ? archive.find(Long.parseLong(matcher.group(1)))
                        : Optional.empty();
        if (mail.isEmpty()) {
            return html(404, InboxHtml.message("There is no such mail (any more)."));
        }
        return mail(mail.get(), matcher.group(2));
    }

    private static Page mail(CapturedMail mail, @Nullable String view) throws IOException {
        if ("/source".equals(view)) {
            return new Page(
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
                return Page.html(200, MAIL_POLICY, html);
            }
            return html(200, InboxHtml.mail(mail, message, body));
        } catch (MessagingException e) {
            LOG.warn("A mail cannot be shown. mail={}", mail.file().number(), e);
            return html(200, InboxHtml.message("This mail cannot be read: " + e.getMessage()));
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
