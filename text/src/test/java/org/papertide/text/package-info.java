@NullMarked
package org.papertide.text;

import org.jspecify.annotations.NullMarked;
