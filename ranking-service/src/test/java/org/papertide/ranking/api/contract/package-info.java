@NullMarked
package org.papertide.ranking.api.contract;

import org.jspecify.annotations.NullMarked;
