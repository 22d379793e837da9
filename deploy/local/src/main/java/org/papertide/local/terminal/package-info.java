/**
 * What may reach a terminal: texts that others wrote, without what moves a cursor, colours or
 * reverses.
 */
@NullMarked
package org.papertide.local.terminal;

import org.jspecify.annotations.NullMarked;
