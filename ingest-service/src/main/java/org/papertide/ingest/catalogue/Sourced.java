package org.papertide.ingest.catalogue;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;
import org.papertide.ingest.source.SourceRichness;

/**
 * A field's value and where it comes from. Stored as an array, for there are many.
 *
 * @param value as listed
 * @param richness how much the format that has it knows
 * @param version the paper's version that the source listed, if it has one
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"value", "richness", "version"})
record Sourced<T>(T value, SourceRichness richness, @Nullable Integer version) {}
