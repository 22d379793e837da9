package org.papertide.notify.signup;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long things are kept that nobody needs any more. */
@ConfigMapping(prefix = "papertide.retention")
public interface RetentionSettings {

    /** An address that was never confirmed is deleted after this time. */
    @WithDefault("P7D")
    Duration unconfirmed();

    /** An address whose last subscription ended this long ago is deleted. */
    @WithDefault("P180D")
    Duration ended();

    /** The mails of an edition, their texts and its account are deleted this long after its end. */
    @WithDefault("P90D")
    Duration mails();
}
