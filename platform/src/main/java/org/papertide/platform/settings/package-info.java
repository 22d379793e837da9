/**
 * The settings that all services have: Kafka and its clients, the clock, the end with the parent
 * process, and old names of settings.
 *
 * <p>Flows in: environment and properties. Flows out: the clock, and complete settings for every
 * Kafka client.
 */
@NullMarked
package org.papertide.platform.settings;

import org.jspecify.annotations.NullMarked;
