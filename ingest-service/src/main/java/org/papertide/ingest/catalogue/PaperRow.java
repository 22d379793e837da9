package org.papertide.ingest.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventJson;
import org.papertide.events.PaperId;

/** A paper's row. */
@Entity
@Table(name = "paper")
class PaperRow {

    @Id private String id;
    private long revision;
    private @Nullable String mergedInto;
    private String[] aliases;

    @Convert(converter = FactsJson.class)
    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private MergedMetadata facts;

    private Instant firstSeen;
    private Instant changedAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init") // Hibernate sets the fields of what it loads
    protected PaperRow() {}

    PaperRow(CataloguePaper paper, Instant changedAt) {
        this.id = paper.id().value();
        this.revision = paper.revision();
        this.mergedInto = paper.mergedInto() == null ? null : paper.mergedInto().value();
        this.aliases = paper.aliases().stream().map(PaperId::value).toArray(String[]::new);
        this.facts = paper.facts();
        this.firstSeen = paper.firstSeen();
        this.changedAt = changedAt;
    }

    CataloguePaper paper() {
        return new CataloguePaper(
                new PaperId(id),
                revision,
                mergedInto == null ? null : new PaperId(mergedInto),
                Arrays.stream(aliases).map(PaperId::new).toList(),
                facts,
                firstSeen);
    }

    Instant changedAt() {
        return changedAt;
    }

    /** MergedMetadata as the JSON of events is written. */
    @Converter
    static class FactsJson implements AttributeConverter<MergedMetadata, String> {

        @Override
        public String convertToDatabaseColumn(MergedMetadata facts) {
            try {
                return EventJson.mapper().writeValueAsString(facts);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("facts always have a JSON form", e);
            }
        }

        @Override
        public MergedMetadata convertToEntityAttribute(String json) {
            try {
                return EventJson.mapper().readValue(json, MergedMetadata.class);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("unreadable facts in the paper table", e);
            }
        }
    }
}
