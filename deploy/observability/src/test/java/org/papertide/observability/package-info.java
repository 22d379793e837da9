/**
 * Holds what operators watch and read to the product: rules, dashboards and runbooks name only what
 * there is. No service runs here; that the services tell what the table of metrics says is shown by
 * the end-to-end tests.
 */
@NullMarked
package org.papertide.observability;

import org.jspecify.annotations.NullMarked;
