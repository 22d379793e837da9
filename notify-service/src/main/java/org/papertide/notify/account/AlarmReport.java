package org.papertide.notify.account;

import java.util.List;
import java.util.Map;

/**
 * How things are with the mail.
 *
 * @param alarms what is wrong, in one order
 * @param complaintShares complaints per accepted mail, by receiver; of all together as {@code all}
 */
public record AlarmReport(List<Alarm> alarms, Map<String, Double> complaintShares) {

    /** Nothing is known yet. */
    public static final AlarmReport NONE = new AlarmReport(List.of(), Map.of());

    public AlarmReport {
        alarms = List.copyOf(alarms);
        complaintShares = Map.copyOf(complaintShares);
    }

    /** How many alarms of a kind there are. */
    public long count(Alarm.Kind kind) {
        return alarms.stream().filter(alarm -> alarm.kind() == kind).count();
    }
}
