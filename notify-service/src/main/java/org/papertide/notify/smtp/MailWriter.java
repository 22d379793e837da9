package org.papertide.notify.smtp;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.papertide.bounce.domain.AsciiDomain;
import org.papertide.notify.dkim.DkimSigner;
import org.papertide.notify.message.PersonalLink;
import org.papertide.notify.message.SiteLinks;
import org.papertide.notify.token.Tokens;

/** Makes the bytes of a mail: the headers that every bulk mail carries, and its body. */
public final class MailWriter {

    /** RFC 5322, 3.3: the zone as an offset; names such as GMT are obsolete (4.3). */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    /**
     * Raised when the look of mails changes, so that feedback distinguishes one look from another.
     */
    private static final String TEMPLATE = "v1";

    private final InternetAddress from;
    private final String domain;
    private final String bounceDomain;
    private final String senderId;
    private final boolean repliesRead;
    private final MailProvider provider;
    private final SiteLinks site;
    private final Tokens tokens;
    private final Duration preferencesWithin;
    private final Clock clock;
    private final DkimSigner signer;
    private volatile Dated lastDate = new Dated(Instant.MIN, "");

    /** A second as the header field has it. */
    private record Dated(Instant second, String text) {}

    /**
     * @throws IllegalArgumentException if {@code from} is no address that every server takes, a
     *     domain is none, the sender id is not 5 to 15 characters, or a key signs nothing
     */
    public MailWriter(
            MailSettings settings,
            SiteLinks site,
            Tokens tokens,
            Duration preferencesWithin,
            Clock clock) {
        this.from = parseFrom(settings.from());
        this.domain = domainOf(from);
        this.bounceDomain =
                settings.bounceDomain()
                        .map(name -> ascii("papertide.mail.bounce-domain", name))
                        .orElse(domain);
        this.senderId = settings.senderId();
        this.repliesRead = settings.repliesRead();
        this.provider = settings.provider();
        if (!senderId.matches("[A-Za-z0-9_-]{5,15}")) {
            throw new IllegalArgumentException("papertide.mail.sender-id: not 5 to 15 letters");
        }
        this.site = site;
        this.tokens = tokens;
        this.preferencesWithin = preferencesWithin;
        this.clock = clock;
        this.signer =
                DkimSigner.of(
                        settings.dkim()
                                .domain()
                                .map(name -> ascii("papertide.mail.dkim.domain", name))
                                .orElse(domain),
                        settings.dkim().keys());
    }

    /**
     * The domain of an address with its name, in ASCII form.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static String domainOf(String from) {
        return domainOf(parseFrom(from));
    }

    private static String domainOf(InternetAddress from) {
        return from.getAddress().substring(from.getAddress().lastIndexOf('@') + 1);
    }

    /**
     * The return address of a delivery's bounces: one for each delivery (VERP) where somebody reads
     * such mails, else that of the sender.
     */
    public String envelopeFrom(OutgoingMail mail) {
        if (!repliesRead) {
            return from.getAddress();
        }
        return "b+" + bounceToken(mail) + "@" + bounceDomain;
    }

    private String bounceToken(OutgoingMail mail) {
        return tokens.issueReturn(mail.deliveryId(), mail.subscriptionId());
    }

    /** Of the return addresses, in ASCII form. */
    public String bounceDomain() {
        return bounceDomain;
    }

    /** The name to greet servers with, in ASCII form. */
    public String domain() {
        return domain;
    }

    /**
     * The mail. The Message-ID is a function of edition and subscription, so that every attempt
     * carries the same.
     */
    public byte[] write(OutgoingMail mail, MailTemplate template) {
        String unsubscribe = tokens.issue(Tokens.Kind.UNSUBSCRIBE, mail.subscriptionId());
        Map<PersonalLink, String> links = links(mail, unsubscribe);
        String kind = mail.kind().wireName();
        Instant now = clock.instant();
        Headers headers = new Headers();
        headers.addFolded("From", from.toString());
        headers.addTo(mail.address());
        headers.add("Date", date(now.truncatedTo(ChronoUnit.SECONDS)));
        headers.addFolded("Subject", template.subject());
        headers.add(
                "Message-ID",
                "<"
                        + kind
                        + "."
                        + mail.editionId()
                        + "."
                        + mail.subscriptionId()
                        + "@"
                        + domain
                        + ">");
        headers.add("List-Id", "Papertide " + kind + " <" + kind + "." + domain + ">");
        String byMail = "<mailto:u+" + unsubscribe + "@" + domain + "?subject=unsubscribe>";
        headers.addFolded(
                "List-Unsubscribe",
                "<"
                        + links.get(PersonalLink.UNSUBSCRIBE)
                        + ">"
                        + (repliesRead ? ",\r\n " + byMail : ""));
        if (site.isSecure()) {
            headers.add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        headers.add("List-Help", "<" + site.link("/") + ">");
        headers.add("List-Archive", "<" + links.get(PersonalLink.WEB) + ">");
        headers.add(
                "Feedback-ID",
                feedbackEdition(mail) + ":" + kind + ":" + TEMPLATE + ":" + senderId);
        provider.field().ifPresent(field -> headers.add(field, provider.value(bounceToken(mail))));
        headers.add("Auto-Submitted", "auto-generated");
        headers.add("Content-Language", "en");
        headers.add("MIME-Version", "1.0");
        headers.addFolded("Content-Type", template.contentType());
        return signer.sign(template.written(headers.bytes(), links), now);
    }

    /**
     * What receivers count complaints by. A mail to one person is an edition of its own, and its
     * number would say whose complaint it was.
     */
    private static String feedbackEdition(OutgoingMail mail) {
        return mail.kind().isPersonal() ? "single" : Long.toString(mail.editionId());
    }

    /** Thousands of mails share a second. */
    private String date(Instant second) {
        Dated last = lastDate;
        if (!last.second().equals(second)) {
            last = new Dated(second, DATE.format(second.atOffset(ZoneOffset.UTC)));
            lastDate = last;
        }
        return last.text();
    }

    private Map<PersonalLink, String> links(OutgoingMail mail, String unsubscribe) {
        Map<PersonalLink, String> links = new EnumMap<>(PersonalLink.class);
        links.put(PersonalLink.UNSUBSCRIBE, site.link("/unsubscribe/" + unsubscribe));
        switch (mail.kind()) {
            case OPT_IN -> {
                links.put(
                        PersonalLink.CONFIRM,
                        site.link(
                                "/confirm/"
                                        + tokens.issue(
                                                Tokens.Kind.CONFIRM,
                                                mail.subscriptionId(),
                                                mail.expires())));
                links.put(PersonalLink.WEB, site.link("/"));
            }
            case WEBHOOK_ENDED -> links.put(PersonalLink.WEB, site.link("/"));
            case WELCOME -> {
                links.put(PersonalLink.PREFERENCES, preferences(mail));
                links.put(PersonalLink.WEB, site.link("/"));
            }
            case ALERT, DAILY, WEEKLY -> {
                links.put(PersonalLink.PREFERENCES, preferences(mail));
                links.put(PersonalLink.WEB, site.link("/editions/" + mail.contentId()));
            }
        }
        return links;
    }

    private String preferences(OutgoingMail mail) {
        Instant expires = mail.plannedAt().plus(preferencesWithin);
        return site.link(
                "/preferences/"
                        + tokens.issue(Tokens.Kind.PREFERENCES, mail.subscriptionId(), expires));
    }

    /**
     * A name beyond ASCII is an encoded word in the field (RFC 2047), and a domain has its ASCII
     * form: what a mail is from must not keep it from servers without SMTPUTF8 (RFC 6531).
     */
    private static InternetAddress parseFrom(String text) {
        try {
            InternetAddress[] parsed = InternetAddress.parse(text);
            if (parsed.length == 1 && parsed[0].getAddress().indexOf('@') > 0) {
                String address = parsed[0].getAddress();
                int at = address.lastIndexOf('@');
                if (!isAscii(address.substring(0, at))) {
                    throw new IllegalArgumentException(
                            "papertide.mail.from: has letters beyond ASCII before the @, which many"
                                    + " servers do not take");
                }
                InternetAddress from =
                        new InternetAddress(
                                address.substring(0, at + 1)
                                        + ascii("papertide.mail.from", domainOf(parsed[0])));
                from.setPersonal(parsed[0].getPersonal(), StandardCharsets.UTF_8.name());
                return from;
            }
        } catch (AddressException | UnsupportedEncodingException _) {
            // Said below.
        }
        throw new IllegalArgumentException("papertide.mail.from: is not Name <address>");
    }

    /**
     * A domain of a setting in ASCII form.
     *
     * @throws IllegalArgumentException if it is none; its message names the setting
     */
    public static String ascii(String setting, String domain) {
        try {
            return isAscii(domain) ? domain : AsciiDomain.of(domain);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(setting + ": " + e.getMessage(), e);
        }
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(letter -> letter < 0x80);
    }

    /**
     * Header lines. A value that would break out of its header is refused, and one beyond ASCII,
     * but for the reader's address, for which the server was asked (SMTPUTF8).
     */
    private static final class Headers {

        private static final char LAST_OF_ASCII = '~';

        private final StringBuilder lines = new StringBuilder(1500);

        void add(String name, String value) {
            requireReadable(name, value, LAST_OF_ASCII);
            line(name, value);
        }

        void addTo(String address) {
            String value = "<" + address + ">";
            requireReadable("To", value, Character.MAX_VALUE);
            line("To", value);
        }

        /** For values that are folded here, and nowhere else. */
        void addFolded(String name, String value) {
            requireReadable(
                    name, value.replace("\r\n ", " ").replace("\r\n\t", " "), LAST_OF_ASCII);
            line(name, value);
        }

        private void line(String name, String value) {
            lines.append(name).append(": ").append(value).append("\r\n");
        }

        private static void requireReadable(String name, String value, char last) {
            for (int i = 0; i < value.length(); i++) {
                char each = value.charAt(i);
                if (each < ' ' && each != '\t') {
                    throw new IllegalArgumentException(name + ": holds a control character");
                }
                if (each > last) {
                    throw new IllegalArgumentException(name + ": is not in ASCII");
                }
            }
        }

        byte[] bytes() {
            return lines.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        }
    }
}
