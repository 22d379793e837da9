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

/** The pages of the inbox. */
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
            @media (max-width: 40rem) {
              thead { display: none; } tr, td { display: block; }
              tr { padding: .45rem 0; border-bottom: 1px solid var(--line); }
              td, td:first-child, td:nth-child(2) { width: auto; padding: 0; border: 0; }
              td:last-child { white-space: normal; overflow-wrap: anywhere; }
            }
            """;

    private InboxHtml() {}

    /** All mails, or those to one address; an empty address means all. */
    static String list(List<CapturedMail> mails, String to) {
        List<CapturedMail> shown =
                mails.stream().filter(mail -> to.isEmpty() || mail.recipient().equals(to)).toList();
        HtmlWriter html = new HtmlWriter();
        head(html, "Inbox (%d)".formatted(shown.size()), true);
        html.element("h1", to.isEmpty() ? "Captured mail" : "Captured mail to " + to);
        if (!to.isEmpty()) {
            html.open("p").element("a", "All mail", "href", "/").close();
        }
        if (shown.isEmpty()) {
            html.element(
                    "p", "No mail yet. This page looks again every 3 seconds.", "class", "empty");
        } else {
            table(html, shown);
        }
        return end(html);
    }

    private static void table(HtmlWriter html, List<CapturedMail> mails) {
        html.open("table").open("thead").open("tr");
        for (String column : List.of("Arrived", "To", "Subject")) {
            html.element("th", column, "scope", "col");
        }
        html.close().close().open("tbody");
        for (CapturedMail mail : mails) {
            String to = URLEncoder.encode(mail.recipient(), StandardCharsets.UTF_8);
            String subject = mail.subject().isBlank() ? "(no subject)" : mail.subject();
            html.open("tr").element("td", TIME.format(mail.arrived()));
            html.open("td").element("a", mail.recipient(), "href", "/?to=" + to).close();
            html.open("td").element("a", subject, "href", "/mail/" + mail.file().number()).close();
            html.close();
        }
        html.close().close();
    }

    /** One mail: its headers, its HTML in a sandboxed frame, its text. */
    static String mail(CapturedMail mail, MimeMessage message, MailBody body)
            throws MessagingException {
        String path = "/mail/" + mail.file().number();
        HtmlWriter html = new HtmlWriter();
        head(html, mail.subject(), false);
        html.open("p").element("a", "Captured mail", "href", "/").text(" \u00b7 ");
        html.element("a", "source", "href", path + "/source").close();
        html.element("h1", mail.subject()).open("dl");
        field(html, "From", mail.from());
        field(html, "To", mail.recipient());
        for (String name : List.of("Date", "List-Unsubscribe")) {
            String value = message.getHeader(name, ", ");
            if (value != null) {
                field(html, name, value);
            }
        }
        html.close();
        if (body.html().isPresent()) {
            html.element(
                    "iframe",
                    "",
                    "title",
                    "The mail",
                    "src",
                    path + "/html",
                    "sandbox",
                    "allow-popups allow-popups-to-escape-sandbox");
        }
        body.text()
                .ifPresent(text -> {
                    html.element("h2", "As text").open("pre");
                    linked(html, text);
                    html.close();
                });
        return end(html);
    }

    /** A page with one sentence. */
    static String message(String text) {
        HtmlWriter html = new HtmlWriter();
        head(html, text, false);
        html.element("p", text).open("p").element("a", "Inbox", "href", "/").close();
        return end(html);
    }

    /** Without it a link would be followed inside the frame. */
    static String opensLinksInNewTab(String html) {
        String base = "<base target=\"_blank\">";
        Matcher head = HEAD.matcher(html);
        return head.find()
                ? html.substring(0, head.end()) + base + html.substring(head.end())
                : base + html;
    }

    private static void head(HtmlWriter html, String title, boolean refreshes) {
        html.open("html", "lang", "en").open("head").empty("meta", "charset", "utf-8");
        html.empty("meta", "name", "viewport", "content", "width=device-width");
        if (refreshes) {
            html.empty("meta", "http-equiv", "refresh", "content", "3");
        }
        html.element("title", title).element("style", STYLE).close().open("body");
    }

    private static String end(HtmlWriter html) {
        return html.close().close().finish();
    }

    private static void field(HtmlWriter html, String name, String value) {
        html.element("dt", name).open("dd");
        linked(html, value);
        html.close();
    }

    /** Text whose web addresses are links that open in a new tab. */
    private static void linked(HtmlWriter html, String text) {
        Matcher link = LINK.matcher(text);
        int from = 0;
        while (link.find()) {
            html.text(text.substring(from, link.start()));
            html.element(
                    "a", link.group(), "target", "_blank", "rel", "noopener", "href", link.group());
            from = link.end();
        }
        html.text(text.substring(from));
    }
}
