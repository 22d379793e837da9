/** Tests of arXiv's parsers and clients. */
@NullMarked
package org.papertide.ingest.source.arxiv;

import org.jspecify.annotations.NullMarked;
