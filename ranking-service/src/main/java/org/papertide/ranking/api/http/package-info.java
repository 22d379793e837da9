/**
 * What all rooms of the API need of HTTP: answers with a strong ETag, limits of bodies and of JSON
 * of strangers, the settings of the API.
 *
 * <p>Flows in: what a room answers, as a value. Flows out: a response of HTTP. Knows no other room.
 */
@NullMarked
package org.papertide.ranking.api.http;

import org.jspecify.annotations.NullMarked;
