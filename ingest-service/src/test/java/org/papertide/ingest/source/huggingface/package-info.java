/** Tests of the Hugging Face parser and client. */
@NullMarked
package org.papertide.ingest.source.huggingface;

import org.jspecify.annotations.NullMarked;
