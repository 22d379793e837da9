package org.papertide.notify.delivery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import org.papertide.notify.message.MailKind;

/** How mails are claimed, sent and tried again. */
@ConfigMapping(prefix = "papertide.delivery")
public interface DeliverySettings {

    /** Connections of this process to the SMTP server. */
    @WithDefault("2")
    int connections();

    /** Mails claimed at once by a connection. */
    @WithDefault("50")
    int batch();

    /** How long a claim is good without a sign of life: what a killed worker's mails wait. */
    @WithDefault("PT20S")
    Duration lease();

    /** How often an idle connection looks for mails that another process planned. */
    @WithDefault("PT1S")
    Duration poll();

    /** Pause before the second attempt; doubled with each, with jitter of a quarter. */
    @WithDefault("PT30S")
    Duration retryBase();

    /** Longest pause between two attempts. */
    @WithDefault("PT30M")
    Duration retryMost();

    /**
     * Per kind of mail ({@code opt-in}, {@code welcome}, {@code alert}, {@code daily}, {@code
     * weekly}): whether a mail that nobody knows the fate of is sent again. Default: all but
     * welcome.
     */
    Map<String, Boolean> sendAgain();

    /** Whether an uncertain mail of this kind is sent again. */
    default boolean sendsAgain(MailKind kind) {
        return sendAgain().getOrDefault(kind.wireName(), kind.sentAgain());
    }
}
