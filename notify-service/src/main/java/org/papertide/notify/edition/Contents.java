package org.papertide.notify.edition;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.message.RenderedMessage;
import org.papertide.platform.database.Database;
import org.papertide.platform.hashing.Sha256;

/** The messages as rendered, each distinct one once. */
@Singleton
public final class Contents {

    private final Database database;

    public Contents(Database database) {
        this.database = database;
    }

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

    /**
     * Keeps a message for one person. It is shared with nobody, so that it can be deleted with what
     * else is kept about the person.
     *
     * @return its id, which nobody guesses
     */
    public String keepPersonal(
            StatelessSession session, MailKind kind, RenderedMessage message, Instant now) {
        String id = UUID.randomUUID().toString().replace("-", "");
        new EditionRepository_(session)
                .insertContent(
                        id, kind.name(), message.subject(), message.text(), message.html(), now);
        return id;
    }

    /** A message that is not for one person alone, by its id: everybody may see it. */
    public Optional<RenderedMessage> findPublic(String id) {
        return database.inTransaction(session ->
                new EditionRepository_(session)
                        .findContent(id)
                        .filter(content -> !MailKind.valueOf(content.kind()).isPersonal())
                        .map(Content::message));
    }

    /** A message by its id; its personal links are placeholders. */
    public Optional<RenderedMessage> find(String id) {
        return database.inTransaction(
                session -> new EditionRepository_(session).findContent(id).map(Content::message));
    }

    /** The first 128 bits of a hash, in hex; a text ends with a zero byte. */
    private static String id(MailKind kind, RenderedMessage message) {
        return Sha256.hex(
                        Stream.of(kind.name(), message.subject(), message.text(), message.html())
                                .map(part -> part + "\0")
                                .collect(Collectors.joining()))
                .substring(0, 32);
    }
}
