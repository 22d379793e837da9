package org.papertide.notify.site;

import java.util.Optional;
import org.papertide.notify.message.RenderedMessage;

/** The digests and alerts that were sent, for their readers on the web. */
@FunctionalInterface
public interface MailArchive {

    /** A mail by the id in its link; its personal links are placeholders. */
    Optional<RenderedMessage> find(String id);
}
