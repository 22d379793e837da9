package org.papertide.local.stack;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The HTML of the inbox page. Everything from a mail is escaped. */
final class InboxHtml {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.ENGLISH)
                    .withZone(ZoneId.systemDefault());

    private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"]*[^\\s<>\".,;:)]");

    private static final Pattern HEAD =
            Pattern.compile("<head(\\s[^>]*)?>", Pattern.CASE_INSENSITIVE);

    private static final String STYLE =
            """
            :root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 18%, transparent); }
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
            h1 { font-size: 1.3rem; } a { color: LinkText; }
            table { border-collapse: collapse; width: 100%; table-layout: fixed; }
            td, th { text-align: left; padding: .45rem .6rem .45rem 0; border-bottom: 1px solid var(--line);
              overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
            td:first-child, th:first-child { width: 9.5rem; } td:nth-child(2), th:nth-child(2) { width: 16rem; }
            dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; }
            dt { opacity: .7; } dd { margin: 0; overflow-wrap: anywhere; }
            iframe { width: 100%; height: 60vh; border: 1px solid var(--line); border-radius: 6px; background: #fff; }
            pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line);
              border-radius: 6px; padding: .8rem; }
            .empty { opacity: .7; }
            """;

    private InboxHtml() {}

    static String list(List<CapturedMail> mails, String to) {
        StringBuilder rows = new StringBuilder();
        long shown = 0;
        for (CapturedMail mail : mails) {
            if (to.isEmpty() || mail.recipient().equals(to)) {
                rows.append(row(mail));
                shown++;
            }
        }
        String table =
                shown == 0
                        ? "<p class=empty>No mail yet. This page looks again every 3 seconds.</p>"
                        : "<table><thead><tr><th scope=col>Arrived<th scope=col>To"
                                + "<th scope=col>Subject</thead>%s</table>".formatted(rows);
        String heading =
                to.isEmpty()
                        ? "Captured mail"
                        : "Captured mail to %s</h1><p><a href=\"/\">All mail</a></p><h1 hidden>"
                                .formatted(escaped(to));
        return page(
                "Inbox (%d)".formatted(shown),
                "<meta http-equiv=refresh content=3>",
                "<h1>%s</h1>%s".formatted(heading, table));
    }

    private static String row(CapturedMail mail) {
        String subject = mail.subject().isBlank() ? "(no subject)" : mail.subject();
        return "<tr><td>%s<td><a href=\"/?to=%s\">%s</a><td><a href=\"/mail/%d\">%s</a>"
                .formatted(
                        TIME.format(mail.arrived()),
                        URLEncoder.encode(mail.recipient(), StandardCharsets.UTF_8),
                        escaped(mail.recipient()),
                        mail.file().number(),
                        escaped(subject));
    }

    static String mail(CapturedMail mail, MimeMessage message, MailBody body)
            throws MessagingException {
        StringBuilder headers = new StringBuilder();
        headers.append(field("From", mail.from())).append(field("To", mail.recipient()));
        for (String name : List.of("Date", "List-Unsubscribe")) {
            String value = message.getHeader(name, ", ");
            if (value != null) {
                headers.append(field(name, value));
            }
        }
        long number = mail.file().number();
        String html =
                body.html().isEmpty()
                        ? ""
                        : ("<iframe title=\"The mail\" src=\"/mail/%d/html\" sandbox=\"allow-popups"
                                        + " allow-popups-to-escape-sandbox\"></iframe>")
                                .formatted(number);
        String text =
                body.text()
                        .map(t -> "<h2>As text</h2><pre>%s</pre>".formatted(linked(t)))
                        .orElse("");
        return page(
                mail.subject(),
                "",
                """
                <p><a href="/">Captured mail</a> &middot; <a href="/mail/%d/source">source</a></p>
                <h1>%s</h1><dl>%s</dl>%s%s\
                """
                        .formatted(number, escaped(mail.subject()), headers, html, text));
    }

    static String message(String text) {
        return page(text, "", "<p>%s</p><p><a href=\"/\">Inbox</a></p>".formatted(escaped(text)));
    }

    /** Without it a link would be followed inside the frame. */
    static String opensLinksInNewTab(String html) {
        String base = "<base target=\"_blank\">";
        Matcher head = HEAD.matcher(html);
        return head.find()
                ? html.substring(0, head.end()) + base + html.substring(head.end())
                : base + html;
    }

    private static String page(String title, String head, String body) {
        return """
        <!doctype html><html lang="en"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width">%s
        <title>%s</title><style>%s</style></head><body>%s</body></html>
        """
                .formatted(head, escaped(title), STYLE, body);
    }

    private static String field(String name, String value) {
        return "<dt>%s</dt><dd>%s</dd>".formatted(name, linked(value));
    }

    private static String linked(String text) {
        StringBuilder html = new StringBuilder();
        Matcher link = LINK.matcher(text);
        int from = 0;
        while (link.find()) {
            String url = escaped(link.group());
            html.append(escaped(text.substring(from, link.start())))
                    .append("<a target=\"_blank\" rel=\"noopener\" href=\"%s\">".formatted(url))
                    .append(url)
                    .append("</a>");
            from = link.end();
        }
        return html.append(escaped(text.substring(from))).toString();
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
