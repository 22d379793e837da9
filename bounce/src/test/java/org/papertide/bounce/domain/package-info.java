@NullMarked
package org.papertide.bounce.domain;

import org.jspecify.annotations.NullMarked;
