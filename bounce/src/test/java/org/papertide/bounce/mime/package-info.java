@NullMarked
package org.papertide.bounce.mime;

import org.jspecify.annotations.NullMarked;
