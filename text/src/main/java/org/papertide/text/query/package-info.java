/**
 * What readers type into the search field, in parts: words, phrases, authors, categories, papers.
 *
 * <p>Flows in: a hostile line. Flows out: its parts, each wanted or excluded. The search and the
 * subscription to a search read a line by the same rules, so that one asks for what the other
 * finds. What a paper's id and a category look like is told by the caller: this module depends on
 * nothing.
 */
@NullMarked
package org.papertide.text.query;

import org.jspecify.annotations.NullMarked;
