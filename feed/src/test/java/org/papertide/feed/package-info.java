@NullMarked
package org.papertide.feed;

import org.jspecify.annotations.NullMarked;
