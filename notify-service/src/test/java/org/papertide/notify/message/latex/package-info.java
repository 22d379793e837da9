@NullMarked
package org.papertide.notify.message.latex;

import org.jspecify.annotations.NullMarked;
