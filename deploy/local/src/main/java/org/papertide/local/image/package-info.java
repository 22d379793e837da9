/**
 * The images of the services: what {@code ./papertide images} gives {@code docker build}.
 *
 * <p>Flows in: what Maven built, and the files of {@code deploy/images}. Flows out: images in the
 * engine, and beside them a bill of materials each, in {@code target/images}.
 *
 * <p>Everything in the context has one time and one set of permissions, whoever built it: layers of
 * equal files are equal. Rejected: Maven within {@code docker build}. It would download everything
 * again with each change, and the local stack would run other bits than the images.
 */
@NullMarked
package org.papertide.local.image;

import org.jspecify.annotations.NullMarked;
