/**
 * Hostile JSON, record by record.
 *
 * <p>Flows in: the bytes of a JSON document or of lines of JSON. Flows out: one small tree per
 * record. Nesting, names, texts and nodes per record are bounded, so memory does not grow with the
 * file.
 */
@NullMarked
package org.papertide.ingest.source.json;

import org.jspecify.annotations.NullMarked;
