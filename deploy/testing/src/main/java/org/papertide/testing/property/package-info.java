/**
 * Properties: what holds for every example that can be generated. Generators flow in; an assertion
 * fails with the smallest example that was found, and with the seed.
 *
 * <p>By QuickTheories 0.26 (Apache 2.0): a library that is called from an ordinary test, with
 * shrinking, and without a test engine, an agent or further dependencies. Its last release is of
 * 2019; it is plain Java 8, in the scope of tests. Rejected: jqwik 1.9.3 (EPL 2.0), an engine of
 * its own beside Jupiter, made for JUnit Platform 1.13 where the build uses that of JUnit 6; its
 * successor 1.10 restricts by its terms who may use it. Rejected: loops over seeds; they cannot
 * shrink, and a failure prints what hundreds of random steps have made.
 */
@NullMarked
package org.papertide.testing.property;

import org.jspecify.annotations.NullMarked;
