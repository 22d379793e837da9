@NullMarked
package org.papertide.bounce.rule;

import org.jspecify.annotations.NullMarked;
