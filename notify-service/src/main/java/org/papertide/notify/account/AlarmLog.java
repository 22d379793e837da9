package org.papertide.notify.account;

import java.util.HashSet;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Says in the log what begins to be wrong and what no longer is, each once. That a receiver is
 * paused is said by {@code traffic}, with its words, that a relay rests by {@code smtp}, and that
 * an edition is stopped by {@code delivery}.
 */
final class AlarmLog {

    private static final Logger LOG = Logger.getLogger(AlarmLog.class);

    private record Known(Alarm.Kind kind, String about) {}

    private final Set<Known> known = new HashSet<>();

    /** Says what is new in a report, and what is over. */
    synchronized void report(AlarmReport report) {
        Set<Known> now = new HashSet<>();
        for (Alarm alarm : report.alarms()) {
            Known one = new Known(alarm.kind(), alarm.about());
            now.add(one);
            if (known.add(one)) {
                begun(alarm);
            }
        }
        known.removeIf(one -> {
            boolean isOver = !now.contains(one);
            if (isOver) {
                over(one);
            }
            return isOver;
        });
    }

    private static void begun(Alarm alarm) {
        switch (alarm.kind()) {
            case COMPLAINTS ->
                    LOG.errorf(
                            "Many readers complain of mails. group=%s error=\"%s\"",
                            alarm.about(), alarm.text());
            case EDITION_LATE ->
                    LOG.errorf(
                            "An edition does not close in time. edition=%s error=\"%s\"",
                            alarm.about(), alarm.text());
            case RECEIVER_PAUSED, RELAY_RESTS, EDITION_STOPPED -> {}
        }
    }

    private static void over(Known alarm) {
        switch (alarm.kind()) {
            case COMPLAINTS ->
                    LOG.infof("Fewer readers complain of mails. group=%s", alarm.about());
            case EDITION_LATE ->
                    LOG.infof("An edition that was late has closed. edition=%s", alarm.about());
            case RECEIVER_PAUSED, RELAY_RESTS, EDITION_STOPPED -> {}
        }
    }
}
