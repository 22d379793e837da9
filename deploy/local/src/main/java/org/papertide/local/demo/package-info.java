/**
 * The simulated source of {@code up --demo}: invented papers with invented engagement, served in
 * the very formats of Hugging Face and arXiv, so that the real pollers and parsers read them.
 *
 * <p>Flows in: a seed, the instant at which the demo goes live, and the services' clock. Flows out:
 * a past week as listing files with the instants at which they were observed, for the import; and
 * an HTTP source that continues from there.
 *
 * <p>Everything is a pure function of the seed and the time: a paper's number in its arXiv id
 * decides its text, its place in time decides its number. It therefore keeps no state, its memory
 * does not grow however long it runs, and a second {@code up} on the same data meets the same
 * papers again. Rejected: a simulation that steps and keeps state; it would have to be stored
 * beside the data, or two runs would give one id to different papers.
 *
 * <p>All text is made of our own word lists; no paper, person or organisation is meant to be real.
 * Numbers from {@value org.papertide.local.demo.ArxivIds#FIRST} up keep clear of arXiv's own, which
 * reached 30,000 in a month in 2026.
 */
@NullMarked
package org.papertide.local.demo;

import org.jspecify.annotations.NullMarked;
