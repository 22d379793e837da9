package org.papertide.notify.edition;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.papertide.notify.message.RenderedMessage;

/** A message as rendered; each distinct one is kept once. */
@Entity
@Table(name = "content")
class Content {

    @Id private String id;

    private String kind;

    private String subject;

    @Column(name = "body_text")
    private String bodyText;

    @Column(name = "body_html")
    private String bodyHtml;

    @Column(name = "created_at")
    private Instant createdAt;

    @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
    protected Content() {}

    String id() {
        return id;
    }

    RenderedMessage message() {
        return new RenderedMessage(subject, bodyText, bodyHtml);
    }

    Instant createdAt() {
        return createdAt;
    }

    String kind() {
        return kind;
    }
}
