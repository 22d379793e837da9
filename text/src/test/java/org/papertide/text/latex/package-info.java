@NullMarked
package org.papertide.text.latex;

import org.jspecify.annotations.NullMarked;
