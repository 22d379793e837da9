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
        new EditionRepository_(session)
                .insertContent(
                        id, kind.name(), message.subject(), message.text(), message.html(), now);
        return id;
    }

    /** A message by its id. */
    public Optional<RenderedMessage> find(StatelessSession session, String id) {
        return new EditionRepository_(session).findContent(id).map(Content::message);
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
