/**
 * Documents that are generated from the sources, and compared with them. Sources flow in, Markdown
 * flows out.
 */
@NullMarked
package org.papertide.testing.documents;

import org.jspecify.annotations.NullMarked;
