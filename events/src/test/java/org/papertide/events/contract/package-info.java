/**
 * The gate of the contract: what ships is compared with what was released, and a change that breaks
 * somebody's consumer fails the build.
 *
 * <p>Flows in: the AsyncAPI document and the schemas, and the copy of them in {@code
 * src/test/resources/released}. Flows out: breaches. Rejected: {@code @asyncapi/diff}; it needs
 * Node.js and a registry at build time, does not look into payloads that are other files, and knows
 * nothing of records that are kept for months.
 */
@NullMarked
package org.papertide.events.contract;

import org.jspecify.annotations.NullMarked;
