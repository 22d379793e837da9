package org.papertide.backtest;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A moment at which an order is judged.
 *
 * @param asOf as in the files
 * @param time the same in milliseconds since the epoch
 * @param day the listing day that it belongs to
 * @param phase which snapshot of the day it follows
 * @param pool papers of the last 7 days known by then
 * @param sameDay those of them listed on the day and labelled
 * @param labels of all papers of the day, known by then or not
 * @param gains what each paper of the week to date still gained; null from Friday on
 * @param certain the papers among {@code gains} whose label is not censored
 */
record Moment(
        String asOf,
        long time,
        LocalDate day,
        Phase phase,
        List<String> pool,
        List<String> sameDay,
        Map<String, Label> labels,
        @Nullable Map<String, Double> gains,
        List<String> certain) {

    /** The snapshots of a day: its morning, its afternoon, its end (UTC). */
    enum Phase {
        AM,
        PM,
        CLOSE
    }

    /**
     * How a paper ended.
     *
     * @param count upvotes at the following Monday's start
     * @param censored whether the list of that Monday was cut above it: then its last signal
     */
    record Label(long count, boolean censored) {}
}
