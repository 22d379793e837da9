/**
 * Where the local stack's own processes log: files that rotate, so that a stack that runs for weeks
 * does not fill the disk. By java.util.logging, which the JDK has; Kafka and the others come by
 * SLF4J.
 */
@NullMarked
package org.papertide.local.logging;

import org.jspecify.annotations.NullMarked;
