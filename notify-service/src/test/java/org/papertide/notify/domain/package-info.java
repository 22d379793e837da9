@NullMarked
package org.papertide.notify.domain;

import org.jspecify.annotations.NullMarked;
