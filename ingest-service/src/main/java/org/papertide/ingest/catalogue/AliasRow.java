package org.papertide.ingest.catalogue;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Another identity of a paper. */
@Entity
@Table(name = "alias")
class AliasRow {

    @Id private String key;
    private String paper;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init") // Hibernate sets the fields of what it loads
    protected AliasRow() {}

    String key() {
        return key;
    }

    String paper() {
        return paper;
    }
}
