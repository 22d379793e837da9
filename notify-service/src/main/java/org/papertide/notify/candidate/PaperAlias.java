package org.papertide.notify.candidate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Another identity of a paper. */
@Entity
@Table(name = "paper_alias")
class PaperAlias {

    @Id private String alias;

    @Column(name = "paper_id")
    private String paperId;

    @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
    protected PaperAlias() {}

    String alias() {
        return alias;
    }

    /** The identity under which the paper is known now. */
    String paperId() {
        return paperId;
    }
}
