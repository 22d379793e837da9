package org.papertide.ingest.catalogue;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A title that an identified paper has or had. */
@Entity
@Table(name = "paper_title")
@IdClass(PaperTitleRow.Key.class)
class PaperTitleRow {

    @Id private String title;
    @Id private String paper;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init") // Hibernate sets the fields of what it loads
    protected PaperTitleRow() {}

    String title() {
        return title;
    }

    String paper() {
        return paper;
    }

    /** The row's key. */
    record Key(String title, String paper) {}
}
