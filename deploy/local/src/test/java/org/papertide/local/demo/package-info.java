/** Tests of the simulated source. */
@NullMarked
package org.papertide.local.demo;

import org.jspecify.annotations.NullMarked;
