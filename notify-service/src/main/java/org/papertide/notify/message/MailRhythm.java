package org.papertide.notify.message;

import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.Locale;

/**
 * When mails come, as far as the operator set it for all readers.
 *
 * @param weekly the day of weekly digests
 * @param alerts most alerts to one reader in 24 hours; the rest comes in a digest
 */
public record MailRhythm(DayOfWeek weekly, int alerts) {

    String weekday() {
        return weekly.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }
}
