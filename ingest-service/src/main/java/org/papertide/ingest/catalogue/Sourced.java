package org.papertide.ingest.catalogue;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;
import org.papertide.ingest.source.SourceRank;

/**
 * A field's value and who told it. Stored as an array, for there are many.
 *
 * @param value as told
 * @param richness how much the form that told it knows
 * @param version the paper's version that the source spoke of, if it says
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"value", "richness", "version"})
record Sourced<T>(T value, SourceRank richness, @Nullable Integer version) {}
