/**
 * The launcher's commands that speak to a running stack: {@code import} and {@code status}. They
 * find it by what it left in its data directory.
 */
@NullMarked
package org.papertide.local.command;

import org.jspecify.annotations.NullMarked;
