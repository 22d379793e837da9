/**
 * Feeds readers of foreign bytes with damaged copies of good inputs. Samples flow in; an assertion
 * fails with the input that broke the reader, so that it becomes a sample.
 *
 * <p>The choice of inputs does not look at coverage, and depends on the seed alone: a run is the
 * same everywhere, needs no agent in the JVM of the tests, and takes about a second per reader.
 * Rejected for the build of every day: Jazzer 0.30, which works with JUnit 6 and JDK 25 and looks
 * for new paths, but instruments every class of the JVM, brings a native library, and fuzzes one
 * reader per JVM. The oracles take bytes, as Jazzer's do, so it can drive them as well.
 */
@NullMarked
package org.papertide.testing.fuzz;

import org.jspecify.annotations.NullMarked;
