package org.papertide.notify.signup;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How long things are kept that nobody needs any more. */
@ConfigMapping(prefix = "papertide.retention")
public interface RetentionSettings {

    /** An address that was never confirmed is deleted after this time. */
    @WithDefault("P7D")
    @DurationMin(hours = 1)
    @DurationMax(days = 36_500)
    Duration unconfirmed();

    /** An address whose last subscription ended this long ago is deleted. */
    @WithDefault("P180D")
    @DurationMin(nanos = 0)
    @DurationMax(days = 36_500)
    Duration ended();

    /** The mails of an edition and their texts are deleted this long after its end. */
    @WithDefault("P90D")
    @DurationMin(days = 1)
    @DurationMax(days = 36_500)
    Duration mails();

    /**
     * The account of an edition, which counts its mails when they are gone, is deleted this long
     * after its end.
     */
    @WithDefault("P1095D")
    @DurationMin(days = 1)
    @DurationMax(days = 36_500)
    Duration accounts();
}
