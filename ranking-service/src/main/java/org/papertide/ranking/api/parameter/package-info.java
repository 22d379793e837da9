/**
 * The parameters of requests, hostile until they are read, and what is wrong with them.
 *
 * <p>Flows in: texts. Flows out: values of the domain, or one problem that names every bad
 * parameter.
 */
@NullMarked
package org.papertide.ranking.api.parameter;

import org.jspecify.annotations.NullMarked;
