package org.papertide.notify.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlarmLogTest {

    private static final Alarm MANY =
            new Alarm(Alarm.Kind.COMPLAINTS, "google", "9 complaints of 100 accepted mails");
    private static final Alarm LATE = new Alarm(Alarm.Kind.EDITION_LATE, "7", "open");
    private static final Alarm PAUSED = new Alarm(Alarm.Kind.RECEIVER_PAUSED, "gmx", "until");

    private static final Alarm STOPPED =
            new Alarm(Alarm.Kind.EDITION_STOPPED, "7", "554 5.6.0 malformed");

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger(AlarmLog.class.getName());
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord record) {
                    lines.add(
                            record.getLevel().getName()
                                    + " "
                                    + (record.getParameters() == null
                                            ? record.getMessage()
                                            : record.getMessage()
                                                    .formatted(record.getParameters())));
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    private final AlarmLog log = new AlarmLog();

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void leave() {
        logger.removeHandler(handler);
    }

    private void report(Alarm... alarms) {
        log.report(new AlarmReport(List.of(alarms), Map.of()));
    }

    @Test
    void saysOnceWhatBeginsAndOnceWhatIsOver() {
        report(MANY);
        report(new Alarm(Alarm.Kind.COMPLAINTS, "google", "10 complaints"), LATE);
        report(LATE);
        report(LATE);
        report();

        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).contains("Many readers complain", "google");
        assertThat(lines.get(1)).contains("does not close in time", "7");
        assertThat(lines.get(2)).contains("Fewer readers complain", "google");
        assertThat(lines.get(3)).contains("has closed", "7");
    }

    @Test
    void saysItAgainWhenItBeginsAgain() {
        report(MANY);
        report();
        report(MANY);

        assertThat(lines).hasSize(3);
    }

    /** Others say it, with the receiver's words. */
    @Test
    void leavesPausedReceiversAndStoppedEditionsToOthers() {
        report(PAUSED, STOPPED);
        report();

        assertThat(lines).isEmpty();
    }
}
