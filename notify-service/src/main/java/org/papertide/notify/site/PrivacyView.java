package org.papertide.notify.site;

import java.time.Duration;
import org.papertide.notify.signup.RetentionSettings;

/**
 * What is kept of whom.
 *
 * @param page what every page needs
 * @param unconfirmed how long an address is kept that nobody confirmed, in words
 * @param ended how long one is kept whose last subscription ended
 * @param mails how long it is known what became of a mail
 */
public record PrivacyView(Page page, String unconfirmed, String ended, String mails) {

    static PrivacyView of(Page page, RetentionSettings settings) {
        return new PrivacyView(
                page,
                words(settings.unconfirmed()),
                words(settings.ended()),
                words(settings.mails()));
    }

    private static String words(Duration time) {
        long hours = time.toHours();
        if (hours < 48) {
            return hours == 1 ? "an hour" : hours + " hours";
        }
        return time.toDays() + " days";
    }
}
