/**
 * Feeds readers of foreign bytes with damaged copies of good inputs. Samples flow in; an assertion
 * fails with the input that broke the reader, so that it becomes a sample.
 *
 * <p>The choice of inputs does not look at coverage, and depends on the seed alone: a run is the
 * same everywhere, needs no agent in the JVM of the tests, and takes about a second per reader.
 * Jazzer, which looks for new paths, drives the same oracles in the long runs; in the build of
 * every day it reads the samples alone. docs/building.md says why both exist.
 */
@NullMarked
package org.papertide.testing.fuzz;

import org.jspecify.annotations.NullMarked;
