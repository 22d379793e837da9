/**
 * The headers and texts of a mail, broken or not.
 *
 * <p>Flows in: the bytes of a mail. Flows out: its header fields and its readable parts, each with
 * its text and whether it belongs to a mail that is quoted whole. All is bounded before it is
 * looked at: bytes, parts, depth, header fields, characters per part.
 *
 * <p>MIME is split by Apache James Mime4j: it reads a stream once, forgives, and gives what it has
 * read up to where a mail is broken. Rejected: Angus Mail, which builds the whole tree first, gives
 * no part at all of a multipart whose boundary is missing unless system properties say so, and has
 * no limit on parts or depth. HTML becomes text by a loop over its characters, since only words are
 * wanted; a library that builds a tree of hostile HTML has more to bound.
 */
@NullMarked
package org.papertide.bounce.mime;

import org.jspecify.annotations.NullMarked;
