package org.papertide.notify.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AlarmReportTest {

    private static final Alarm LATE = new Alarm(Alarm.Kind.EDITION_LATE, "7", "open");
    private static final Alarm MANY = new Alarm(Alarm.Kind.COMPLAINTS, "google", "many");
    private static final Alarm MORE = new Alarm(Alarm.Kind.COMPLAINTS, "all", "many");

    @Test
    void countsAlarmsByKind() {
        AlarmReport report = new AlarmReport(List.of(MORE, MANY, LATE), Map.of());
        assertThat(report.count(Alarm.Kind.COMPLAINTS)).isEqualTo(2);
        assertThat(report.count(Alarm.Kind.EDITION_LATE)).isOne();
        assertThat(report.count(Alarm.Kind.RECEIVER_PAUSED)).isZero();
        assertThat(AlarmReport.NONE.count(Alarm.Kind.COMPLAINTS)).isZero();
    }

    @Test
    void ordersAlarmsByKindAndThenByWhatTheyAreAbout() {
        assertThat(Stream.of(LATE, MANY, MORE).sorted(Alarm.ORDER))
                .containsExactly(MORE, MANY, LATE);
        assertThat(Alarm.Kind.EDITION_LATE.wireName()).isEqualTo("edition_late");
    }
}
