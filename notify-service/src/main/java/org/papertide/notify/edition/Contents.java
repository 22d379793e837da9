package org.papertide.notify.edition;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.message.RenderedMessage;
import org.papertide.notify.running.Sql;

/** The messages as rendered, each distinct one once. */
public final class Contents {

    /**
     * Keeps a message.
     *
     * @return its id: a hash of all that it says, so that nobody guesses it
     */
    public String keep(
            StatelessSession session, MailKind kind, RenderedMessage message, Instant now) {
        String id = id(kind, message);
        Sql.update(
                session,
                "insert into content (id, kind, subject, body_text, body_html, created_at)"
                        + " values (?, ?, ?, ?, ?, ?) on conflict do nothing",
                id,
                kind,
                message.subject(),
                message.text(),
                message.html(),
                now);
        return id;
    }

    /** A message by its id. */
    public Optional<RenderedMessage> find(StatelessSession session, String id) {
        return Sql.first(
                session,
                "select subject, body_text, body_html from content where id = ?",
                row ->
                        new RenderedMessage(
                                row.getString("subject"),
                                row.getString("body_text"),
                                row.getString("body_html")),
                id);
    }

    private static String id(MailKind kind, RenderedMessage message) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            for (String part :
                    new String[] {kind.name(), message.subject(), message.text(), message.html()}) {
                hash.update(part.getBytes(StandardCharsets.UTF_8));
                hash.update((byte) 0);
            }
            return HexFormat.of().formatHex(hash.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
