package org.papertide.notify.token;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** The keys of tokens. */
@ConfigMapping(prefix = "papertide.tokens")
public interface TokenSettings {

    /**
     * {@code id=base64} each, the signing key first; old keys stay in the list, so that links in
     * old mails go on working. If there is none, the service makes one and keeps it in its
     * database, where it goes on verifying once others are set.
     */
    Optional<List<String>> keys();
}
