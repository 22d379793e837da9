/**
 * The papers page that Papertide began with: header lines, then title and abstract in turn.
 *
 * <p>Flows in: its text. Flows out: papers known by title and abstract alone.
 */
@NullMarked
package org.papertide.ingest.source.page;

import org.jspecify.annotations.NullMarked;
