/**
 * The commands of {@code ./papertide}: their options, their help and what they print.
 *
 * <p>Flows in: a command line and, for {@code import} and {@code status}, the data directory of a
 * running stack; for {@code classify}, mails; for {@code check-mail}, settings; for {@code images},
 * what Maven built. Flows out: text for people and an exit code: 0 for success, 1 for a failure, 2
 * for a command line that cannot be understood.
 *
 * <p>The help of every command is written here and nowhere else; the shell script asks this package
 * for it. Rejected: a build whenever {@code --help} is typed. A first build takes minutes, and so
 * the script has a short text of its own for a checkout that is not built.
 */
@NullMarked
package org.papertide.local.command;

import org.jspecify.annotations.NullMarked;
