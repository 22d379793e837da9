package org.papertide.notify.edition;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;
import org.papertide.notify.message.EventComposer;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.message.RenderedMessage;
import org.papertide.platform.database.Database;
import org.papertide.platform.hashing.Sha256;

/** The messages as rendered, each distinct one once. */
@Singleton
public final class Contents {

    /** A digest of fifty papers has some 170 kB. */
    private static final int AT_ONCE = 50;

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

    /** Keeps a message that repeats what a reader wrote. */
    String keepInWords(
            StatelessSession session, MailKind kind, RenderedMessage message, Instant now) {
        String id = id(kind, message);
        keep(session, kind, Map.of(id, message), Set.of(id), now);
        return id;
    }

    /**
     * Keeps messages, a statement for so many.
     *
     * @param messages by their {@link #id}
     * @param inWords the ids of those that repeat what a reader wrote
     */
    static void keep(
            StatelessSession session,
            MailKind kind,
            Map<String, RenderedMessage> messages,
            Set<String> inWords,
            Instant now) {
        EditionRepository editions = new EditionRepository_(session);
        List<String> ids = List.copyOf(messages.keySet());
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            List<String> some = ids.subList(from, Math.min(from + AT_ONCE, ids.size()));
            editions.insertContents(
                    some.toArray(String[]::new),
                    kind.name(),
                    parts(some, messages, RenderedMessage::subject),
                    parts(some, messages, RenderedMessage::text),
                    parts(some, messages, RenderedMessage::html),
                    some.stream().filter(inWords::contains).toArray(String[]::new),
                    now);
        }
    }

    private static String[] parts(
            List<String> ids,
            Map<String, RenderedMessage> messages,
            Function<RenderedMessage, String> part) {
        return ids.stream()
                .map(id -> part.apply(Objects.requireNonNull(messages.get(id))))
                .toArray(String[]::new);
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
                        .filter(content ->
                                MailKind.find(content.kind())
                                        .filter(kind -> !kind.isPersonal())
                                        .isPresent())
                        .map(Content::message)
                        // What an erased reader's words were in has no text left.
                        .filter(message -> !message.text().isEmpty())
                        .filter(message -> !EventComposer.isEvent(message)));
    }

    /**
     * Messages by their ids, without those that are gone or have lost their text; personal links
     * are placeholders.
     */
    public Map<String, RenderedMessage> findAll(Set<String> ids) {
        return database.inTransaction(session ->
                new EditionRepository_(session)
                        .findContents(ids.toArray(String[]::new)).stream()
                                .filter(content -> !content.message().text().isEmpty())
                                .collect(Collectors.toMap(Content::id, Content::message)));
    }

    /** The first 128 bits of a hash, in hex; a text ends with a zero byte. */
    static String id(MailKind kind, RenderedMessage message) {
        return Sha256.hex(
                        Stream.of(kind.name(), message.subject(), message.text(), message.html())
                                .map(part -> part + "\0")
                                .collect(Collectors.joining()))
                .substring(0, 32);
    }
}
